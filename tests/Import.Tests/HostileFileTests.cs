using System.Text;

namespace Microkernel.Import.Tests;

public class HostileFileTests
{
    // Many times what it takes on a slow machine.
    private static readonly TimeSpan Prompt = TimeSpan.FromSeconds(60);

    private const string Start = "<?xml version=\"1.0\"?>\n";

    private static readonly Dictionary<string, (Func<byte[]> Content, int Line, string Part)> Files = new()
    {
        ["external entity"] = (
            () => Text("<!DOCTYPE cluster [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>\n<cluster name=\"&x;\"/>"),
            2,
            "<!DOCTYPE>"),
        ["external document type"] = (
            () => Text("<!DOCTYPE cluster SYSTEM \"http://127.0.0.1:9/x.dtd\"><cluster/>"), 2, "<!DOCTYPE>"),
        ["billion laughs"] = (
            () => Text("<!DOCTYPE c [<!ENTITY a \"lol\"><!ENTITY b \"&a;&a;&a;&a;\">]>\n<cluster>&b;</cluster>"),
            2,
            "<!DOCTYPE>"),
        ["unknown entity"] = (() => Text("<cluster name=\"&x;\"/>"), 2, "entity"),
        ["truncated in a tag"] =
            (() => Text("<cluster name=\"a\">\n <clusternodes>\n  <clusternode na"), 4, "Unexpected end"),
        ["truncated between tags"] = (() => Text("<cluster name=\"a\">\n <rm>\n"), 4, "Unexpected end"),
        ["crossed tags"] = (() => Text("<cluster>\n<rm></cluster></rm>"), 3, "does not match"),
        ["attribute twice"] = (() => Text("<cluster name=\"a\"\n name=\"b\"/>"), 3, "duplicate attribute"),
        ["two roots"] = (() => Text("<cluster/>\n<cluster/>"), 3, "multiple root"),
        ["nothing after the declaration"] = (() => Text(""), 1, "Root element is missing"),
        ["deep nesting"] = (() => Text(string.Concat(Enumerable.Repeat("<cluster>\n", 100_000))), 66,
            "Nested more than 64"),
        ["too many elements"] = (
            () => Text("<cluster>\n" + string.Concat(Enumerable.Repeat("<a/>\n", 2_100_000))),
            1_000_000,
            "More than 2000000 nodes"),
        ["wrong bytes"] = (() => [.. Text("<cluster name=\""), 0xC3, 0x28, 0xFF], 2, "Invalid character"),
        ["control character"] = (() => Text("<cluster name=\"a\u0001\"/>"), 2, "invalid character"),
        ["unknown encoding"] = (
            () => Encoding.ASCII.GetBytes("<?xml version=\"1.0\" encoding=\"klingon\"?><cluster/>"), 1, "encoding"),
        ["another root"] = (() => Text("<html><body/></html>"), 1, "format is not known"),
        ["40 MB of noise"] = (() => Noise(40_000_000), 0, "longer than"),
        ["5 MB of noise"] = (() => Noise(5_000_000), 1, "format is not known"),
        ["5 MB of noise in an attribute"] = (
            () => [.. Text("<cluster name=\""), .. Noise(5_000_000)], 2, "Not well-formed XML"),
        ["section not closed"] = (
            () => Encoding.ASCII.GetBytes("totem {\n version: 2\n interface {\n }\n"),
            5,
            "totem of line 1 is not closed"),
        ["section closed twice"] = (() => Encoding.ASCII.GetBytes("totem {\n}\n}\n"), 3, "no section to close"),
        ["no key"] = (() => Encoding.ASCII.GetBytes("totem {\n version 2\n}\n"), 2, "key: value"),
        ["sections without end"] = (
            () => Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("totem {\n", 500_000))),
            17,
            "Nested more than 16"),
        ["lines without end"] = (
            () => Encoding.ASCII.GetBytes("totem {\n" + new string('\n', 600_000)), 500_001, "More than 500000 lines"),
        ["wrong bytes in a section"] = (() => [.. "totem {\n a: "u8, 0xC3, 0x28, 0xFF], 2, "Not UTF-8"),
        ["CIB with an external entity"] = (
            () => Text("<!DOCTYPE cib [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>\n<cib epoch=\"&x;\"/>"), 2, "<!DOCTYPE>"),
        ["CIB truncated"] = (() => Text("<cib>\n<configuration>\n<resources>\n<primi"), 5, "Unexpected end"),
        ["CIB without end"] = (
            () => Text("<cib>\n" + string.Concat(Enumerable.Repeat("<rule>\n", 100_000))), 66, "Nested more than 64"),
        ["crm quote"] = (() => Lines("primitive a ocf:heartbeat:Dummy", "primitive b lsb:x params p=\"q"), 2, "does not end"),
        ["crm truncated"] = (() => Lines("primitive a lsb:x", "primitive b"), 2, "expected an agent"),
        ["crm bracket"] = (() => Lines("order o inf: ( a b"), 1, "bracket is not closed"),
        ["crm bracket twice"] = (() => Lines("colocation c inf: ( a [ b ] )"), 1, "bracket within brackets"),
        ["crm rule"] = (() => Lines("location l a rule -inf: #uname about node1"), 1, "Expected lt, gt"),
        ["crm unknown command"] = (() => Lines("primitive a lsb:x", "delete everything"), 2, "not one of level configure"),
        ["crm section"] = (() => Lines("primitive a lsb:x parms x=1"), 1, "Expected params"),
        ["crm without end"] = (
            () => Lines("primitive a lsb:x " + string.Concat(Enumerable.Repeat("\\\n", 1_100_000))), 1_000_001,
            "More than 1000000 lines"),
        ["drbd.conf truncated"] = (() => Lines("resource r0 {", " net {", "  protocol C;"), 4, "net {} of line 2 is not closed"),
        ["drbd.conf without semicolon"] = (() => Lines("resource r0 {", " protocol C", "}"), 2, "does not end in ';'"),
        ["drbd.conf closed twice"] = (() => Lines("global {", "}", "}"), 3, "no section to close"),
        ["drbd.conf quote"] = (() => Lines("resource \"r0\" {", " disk \"/dev/x;", "}"), 2, "does not end on its line"),
        ["drbd.conf without end"] = (
            () => Lines("resource r0 {\n" + string.Concat(Enumerable.Repeat("net {\n", 100_000))), 17, "Nested more than 16"),
        ["drbd.conf of words"] = (
            () => Lines("resource r0 {\n" + string.Concat(Enumerable.Repeat("a ", 2_100_000))), 2, "More than 2000000 words"),
        ["multipath.conf truncated"] = (() => Lines("defaults {", " find_multipaths yes"), 3, "defaults {} of line 1"),
        ["multipath.conf wrong bytes"] = (() => [.. "defaults {\n a "u8, 0xC3, 0x28, 0xFF], 2, "Not UTF-8"),
        ["targets.conf truncated"] = (() => Lines("<target iqn.2026-01.org:x>", "backing-store /dev/x"), 3, "not closed"),
        ["targets.conf crossed"] = (() => Lines("<target iqn.2026-01.org:x>", "</targets>"), 2, "no section targets to close"),
        ["targets.conf tag"] = (() => Lines("<target iqn.2026-01.org:x>", "<backing-store /dev/x"), 2, "Expected '>'"),
        ["ifcfg without key"] = (() => Lines("BONDING_MASTER='yes'", "reboot"), 2, "key=value"),
        ["ifcfg quote"] = (() => Lines("DEVICE=bond0", "BONDING_OPTS=\"mode=1"), 2, "does not end"),
        ["ifcfg command"] = (() => Lines("DEVICE=bond0 ; reboot"), 1, "Expected the end of the line"),
        ["ifcfg NUL"] = (() => Lines("DEVICE=bond0", "MTU=\01"), 2, "NUL"),
        ["iscsid.conf without key"] = (() => Lines("node.startup = manual", "= 5"), 2, "key=value"),
        ["nothing"] = (() => [], 1, "format is not known"),
        ["YAML"] = (() => Encoding.ASCII.GetBytes("kind: Cluster\n"), 1, "cluster.conf of the Red Hat Cluster Suite"),
    };

    public static TheoryData<string> Names => [.. Files.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Import_HostileFile_EndsPromptlyInOneErrorWithItsPlace(string name)
    {
        var (content, line, part) = Files[name];
        var bytes = content();
        var cancellation = TestContext.Current.CancellationToken;

        var result = await Task.Run(() => Importer.Import(bytes, "cluster.conf"), cancellation)
            .WaitAsync(Prompt, cancellation);

        Assert.False(result.Succeeded);
        Assert.Empty(result.Manifests);
        var error = Assert.Single(result.Report);
        Assert.Contains(part, error.Outcome, StringComparison.OrdinalIgnoreCase);
        Assert.True(error.Line >= line && (line == 0 || error.Column > 0), error.ToString());
        Assert.InRange(error.ToString().Length, 1, 1000);
    }

    [Fact]
    public void Import_MangledFiles_NeverThrow()
    {
        var source = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Cases", "everything", "cluster.conf"));
        var random = new Random(6);
        for (var i = 0; i < 300; i++)
        {
            var text = new StringBuilder(source);
            for (var n = random.Next(1, 4); n > 0; n--)
            {
                MoveAttribute(text, random);
            }

            Assert.NotEmpty(Importer.Import(text.ToString(), "cluster.conf").Report);
        }
    }

    // Puts one value in place of another: still well-formed, no longer meaningful.
    private static void MoveAttribute(StringBuilder text, Random random)
    {
        var values = System.Text.RegularExpressions.Regex.Matches(text.ToString(), "\"[^\"<>]*\"");
        var (a, b) = (values[random.Next(1, values.Count)], values[random.Next(1, values.Count)]);
        text.Remove(a.Index, a.Length).Insert(a.Index, random.Next(4) == 0 ? "\"\"" : b.Value);
    }

    private static byte[] Text(string text) => Encoding.UTF8.GetBytes(Start + text);

    private static byte[] Lines(params string[] lines) => Encoding.UTF8.GetBytes(string.Join('\n', lines) + "\n");

    private static byte[] Noise(int length)
    {
        var bytes = new byte[length];
        new Random(7).NextBytes(bytes);
        return bytes;
    }
}
