using System.Text;
using Microkernel.V1;

namespace Microkernel.Import.Tests;

public class ImporterTests
{
    [Theory]
    [InlineData("<?xml version=\"1.0\"?>\n<!-- c -->\n<cluster/>", ImportFormat.ClusterConf)]
    [InlineData("\n <cluster name='x'>", ImportFormat.ClusterConf)]
    [InlineData("# c\n\ntotem {\n}\n", ImportFormat.CorosyncConf)]
    [InlineData("nodelist{\n}\n", ImportFormat.CorosyncConf)]
    [InlineData("global {\n}\n", ImportFormat.DrbdConf)]
    [InlineData("# c\nresource \"r0\" {", ImportFormat.DrbdConf)]
    [InlineData("include \"drbd.d/*.res\";", ImportFormat.DrbdConf)]
    [InlineData("<cib/>", ImportFormat.Cib)]
    [InlineData("<cib epoch=", ImportFormat.Cib)]
    [InlineData("primitive x ocf:heartbeat:Dummy", ImportFormat.CrmShell)]
    [InlineData("node san1", ImportFormat.CrmShell)]
    [InlineData("configure\nprimitive", ImportFormat.CrmShell)]
    [InlineData("BONDING_MASTER='yes'", ImportFormat.Ifcfg)]
    [InlineData("DEVICE=eth0", ImportFormat.Ifcfg)]
    [InlineData("defaults {", ImportFormat.MultipathConf)]
    [InlineData("devices\n{", ImportFormat.MultipathConf)]
    [InlineData("<target iqn.2026-01.org:x>", ImportFormat.TgtTargets)]
    [InlineData("node.conn[0].timeo.login_timeout = 2", ImportFormat.IscsidConf)]
    [InlineData("node.name = iqn.2026-01.org:x", ImportFormat.IscsidConf)]
    [InlineData("InitiatorName=iqn.2026-01.org:x", ImportFormat.InitiatorName)]
    [InlineData("kind: Cluster", ImportFormat.Unknown)]
    [InlineData("<target", ImportFormat.Unknown)]
    [InlineData("", ImportFormat.Unknown)]
    public void Detect_ByContent_FindsTheFormat(string content, ImportFormat format) =>
        Assert.Equal(format, Importer.Detect(Encoding.UTF8.GetBytes(content)));

    [Fact]
    public void Import_OtherEncoding_IsReadAsDeclared()
    {
        var text = "<?xml version=\"1.0\" encoding=\"iso-8859-1\"?><cluster name=\"x\"><clusternodes>"
            + "<clusternode name=\"né\" nodeid=\"1\"/></clusternodes></cluster>";

        Assert.Contains("Node/n", Importer.Import(Encoding.Latin1.GetBytes(text), "c").ToText(),
            StringComparison.Ordinal);
        Assert.Contains("né", Importer.Import(Encoding.Latin1.GetBytes(text), "c").ToText(), StringComparison.Ordinal);
    }

    [Fact]
    public void Import_FenceAgentGiven_TakesThePlaceOfTheOld()
    {
        var agents = new Dictionary<string, string> { ["fence_manual"] = "fence_demo" };
        var options = new ImportOptions { FenceAgents = agents };
        var content = "<cluster><fencedevices><fencedevice name=\"m\""
            + " agent=\"fence_manual\"/></fencedevices></cluster>";

        var result = Importer.Import(content, "cluster.conf", options);

        Assert.Equal("fence_demo", result.Objects.Single(o => o.FenceDevice is not null).FenceDevice.Agent);
        Assert.Contains("agent: fence_demo # was fence_manual", result.ToYaml(), StringComparison.Ordinal);
        Assert.Contains(
            result.Report, e => e.Severity == ImportSeverity.ChangedMeaning
                && e.Outcome.StartsWith("fence_demo", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("lvm fs clusterfs netfs nfsclient ip smb script", "script smb ip nfsclient netfs clusterfs fs lvm")]
    [InlineData("lvm lvm ip script apache", "apache script lvm ip lvm")]
    [InlineData("ip drbd apache", "drbd ip apache")]
    public void Import_Siblings_StartByLevelThenByPlace(string expected, string inFile)
    {
        var numbered = inFile.Split(' ').Select((type, i) => $"<{type} name=\"{type}-{i}\" file=\"/etc/init.d/x\"/>");
        var content = $"<cluster><rm><service name=\"s\">{string.Concat(numbered)}</service></rm></cluster>";

        var group = Importer.Import(content, "c").Objects.Single(o => o.Group is not null).Group;

        Assert.Equal(expected.Split(' '), group.Members.Select(m => m[..m.LastIndexOf('-')]));
    }

    [Fact]
    public void Import_NestedResources_StartAfterWhatTheyAreInAndBeforeItsSiblings()
    {
        var content = """
            <cluster><rm><service name="s">
              <ip address="10.0.0.1"/>
              <fs name="outer" device="/dev/a" mountpoint="/a" fstype="ext4">
                <nfsexport name="e"><nfsclient name="c" target="*"/></nfsexport>
                <fs name="inner" device="/dev/b" mountpoint="/a/b" fstype="ext4"/>
              </fs>
              <fs name="other" device="/dev/c" mountpoint="/c" fstype="ext4"/>
            </service></rm></cluster>
            """;

        var result = Importer.Import(content, "c");

        Assert.Equal(
            ["outer", "inner", "e-c", "other", "ip-10.0.0.1"],
            result.Objects.Single(o => o.Group is not null).Group.Members);
        Assert.Equal("/a", result.Objects.Single(o => o.Metadata.Name == "e-c").Resource.Parameters["directory"]);
    }

    [Fact]
    public void Import_DisabledService_ShallBeStopped()
    {
        var content = "<cluster><rm><service name=\"s\" autostart=\"0\"><ip"
            + " address=\"10.0.0.1\"/></service></rm></cluster>";

        var group = Importer.Import(content, "c").Objects.Single(o => o.Group is not null).Group;

        Assert.Equal(TargetRole.Stopped, group.TargetRole);
    }

    [Fact]
    public void Import_TenTimesTheResources_AllocatesTenTimesAsMuch()
    {
        Allocated(100);
        var (small, large) = (Allocated(1_000), Allocated(10_000));

        Assert.True(large < 15 * small, $"1,000 resources: {small} bytes, 10,000 resources: {large} bytes");
    }

    // Bytes, unlike time, are the same on every machine.
    private static long Allocated(int resources)
    {
        var text = Encoding.UTF8.GetBytes(BigCib(resources));
        var before = GC.GetAllocatedBytesForCurrentThread();
        var result = Importer.Import(text, "cib.xml");
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(result.Succeeded, result.ToText());
        Assert.Equal(resources, result.Objects.Count(o => o.Resource is not null));
        return allocated;
    }

    private static string BigCib(int resources)
    {
        var text = new StringBuilder("<cib><configuration><crm_config/><nodes><node id=\"1\" uname=\"a\"/></nodes><resources>\n");
        for (var i = 0; i < resources; i++)
        {
            text.Append($"<primitive id=\"r{i}\" class=\"ocf\" provider=\"heartbeat\" type=\"Dummy\">")
                .Append($"<instance_attributes id=\"r{i}-p\"><nvpair id=\"r{i}-s\" name=\"state\" value=\"/run/{i}\"/>")
                .Append("</instance_attributes>")
                .Append($"<operations><op id=\"r{i}-m\" name=\"monitor\" interval=\"10s\"/></operations></primitive>\n");
        }

        text.Append("</resources><constraints>\n");
        for (var i = 0; i < resources; i++)
        {
            text.Append($"<rsc_location id=\"l{i}\" rsc=\"r{i}\" node=\"a\" score=\"10\"/>\n");
        }

        return text.Append("</constraints></configuration></cib>\n").ToString();
    }
}
