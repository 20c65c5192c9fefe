using System.Text;
using Microkernel.Model.Manifests;

namespace Microkernel.Model.Tests.Manifests;

public class HostileTextTests
{
    // Many times what it takes on a slow machine; noise that is read in quadratic time takes hours.
    private static readonly TimeSpan Prompt = TimeSpan.FromSeconds(60);

    public static TheoryData<string> Names => [.. Texts.Keys];

    private static readonly Dictionary<string, Func<string>> Texts = new()
    {
        ["too long"] = () => new string('a', ManifestLimits.LengthMax + 1),
        ["printable noise"] = () => Noise(7_000_000, c => (char)c, 32, 127),
        ["letters"] = () => Noise(7_000_000, c => (char)c, 'a', 'z'),
        ["any characters"] = () => Noise(3_000_000, c => (char)c, 0, 0xD7FF),
        ["deep lists"] = () => new string('[', 1_000_000),
        ["deep mappings"] = () => string.Concat(Enumerable.Repeat("{a: ", 1_000_000)),
        ["deep blocks"] = () => string.Concat(Enumerable.Range(0, 3000).Select(i => new string(' ', i) + "a:\n")),
        ["dashes"] = () => string.Concat(Enumerable.Repeat("- ", 1_000_000)),
        ["question marks"] = () => string.Concat(Enumerable.Repeat("? ", 1_000_000)),
        ["colons"] = () => string.Concat(Enumerable.Repeat("a: ", 1_000_000)),
        ["unclosed quote"] = () => "\"" + new string('x', 7_000_000),
        ["unclosed flow mapping"] = () => "kind: Node\nmetadata: {name: a\nspec: {}\n",
        ["many items"] = () => "[" + string.Concat(Enumerable.Repeat("a,", 2_000_000)),
        ["many keys"] = () => string.Concat(Enumerable.Range(0, 700_000).Select(i => $"a{i}: 1\n")),
        ["same keys"] = () => string.Concat(Enumerable.Repeat("a: 1\n", 700_000)),
        ["alias bomb"] = () => "a: &a [x]\n"
            + string.Concat(Enumerable.Range(0, 30).Select(i => $"b{i}: &b{i} [*a,*a]\n")),
        ["too many objects"] = () => string.Concat(
            Enumerable.Repeat("---\nkind: Node\n", ManifestLimits.ObjectsMax + 1)),
    };

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Read_HostileText_EndsPromptlyInAClearError(string name)
    {
        var text = Texts[name]();
        var cancellation = TestContext.Current.CancellationToken;
        var reading = Task.Run(() => Assert.Throws<ManifestException>(() => ManifestReader.Read(text)), cancellation);

        var problems = (await reading.WaitAsync(Prompt, cancellation)).Problems;
        Assert.InRange(problems.Count, 1, ManifestLimits.ProblemsMax + 1);
        Assert.All(problems, p => Assert.InRange(p.ToString().Length, 1, 1000));
    }

    [Fact]
    public void Read_StreamThatNeverEnds_StopsAtTheBound()
    {
        using var endless = new EndlessStream();

        var e = Assert.Throws<ManifestException>(() => ManifestReader.Read(endless, "/dev/zero"));

        Assert.Contains("/dev/zero: The text is longer", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_StreamOfOtherBytes_SaysNotUtf8()
    {
        using var stream = new MemoryStream([0x6b, 0x69, 0xff, 0xfe, 0x80, 0x00]);

        Assert.Contains(
            "Not UTF-8", Assert.Throws<ManifestException>(() => ManifestReader.Read(stream)).Message,
                StringComparison.Ordinal);
    }

    [Fact]
    public void Read_MangledManifests_NeverThrowAnythingElse()
    {
        var random = new Random(3);
        for (var i = 0; i < 3000; i++)
        {
            var text = new StringBuilder(ManifestWriter.ToYaml([RandomObjects.Create(random)]));
            for (var n = random.Next(1, 6); n > 0 && text.Length > 0; n--)
            {
                Mangle(text, random);
            }

            try
            {
                ManifestReader.Read(text.ToString());
            }
            catch (ManifestException e)
            {
                Assert.NotEmpty(e.Problems);
            }
        }
    }

    private static void Mangle(StringBuilder text, Random random)
    {
        const string Marks = "{}[]:-?&*!|>'\"%@`#,\n\t \\";
        var at = random.Next(text.Length);
        switch (random.Next(3))
        {
            case 0:
                text.Remove(at, Math.Min(random.Next(1, 10), text.Length - at));
                break;
            case 1:
                text.Insert(at, Marks[random.Next(Marks.Length)]);
                break;
            default:
                text.Length = at;
                break;
        }
    }

    private static string Noise(int length, Func<int, char> character, int from, int to)
    {
        var random = new Random(4);
        return string.Create(length, random, (span, r) =>
        {
            for (var i = 0; i < span.Length; i++)
            {
                span[i] = character(r.Next(from, to));
            }
        });
    }

    private sealed class EndlessStream : MemoryStream
    {
        public override int Read(Span<byte> buffer)
        {
            buffer.Fill((byte)' ');
            return buffer.Length;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));
    }
}
