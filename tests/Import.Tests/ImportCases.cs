using System.Xml.Linq;
using Microkernel.Model.Manifests;
using Microkernel.Model.Validation;

namespace Microkernel.Import.Tests;

/// <summary>
/// Each folder in Cases: a configuration file, or a folder with those of a whole cluster, and the manifests and the
/// report that it gives.
/// </summary>
public class ImportCases
{
    internal static readonly string Folder = GoldenFile.CasesFolder();

    public static TheoryData<string> Names => [.. NamesOf(Folder)];

    internal static IEnumerable<string> NamesOf(string folder) =>
        [.. Directory.GetDirectories(folder).Select(d => Path.GetFileName(d)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Import_Case_GivesTheReviewedManifestsAndReport(string name)
    {
        var result = Import(name);

        GoldenFile.Verify(Path.Combine(Folder, name, "manifests.yaml"), result.ToYaml());
        GoldenFile.Verify(Path.Combine(Folder, name, "report.txt"), result.ToText());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Import_Case_ManifestsReadBackAndAreValidUnlessReported(string name)
    {
        var result = Import(name);

        var read = ManifestReader.Read(result.ToYaml()).Select(m => m.Object).ToList();
        Assert.Equal(result.Objects, read);
        if (result.Succeeded)
        {
            Assert.Empty(ObjectValidator.ValidateSet(read));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Import_Case_ReportsEveryLineOfBraces(string name)
    {
        if (Directory.Exists(SourceOf(name)) || Path.GetFileName(ConfigurationOf(name)) != "corosync.conf")
        {
            return;
        }

        // Only structure: these say nothing by themselves.
        string[] silent = ["", "}", "nodelist {", "quorum {"];
        var report = Import(name).Report;
        var number = 0;
        foreach (var line in File.ReadLines(ConfigurationOf(name)).Select(l => l.Trim()))
        {
            number++;
            Assert.True(
                silent.Contains(line) || line.StartsWith('#') || report.Any(e => e.Line == number),
                $"{name}:{number}: {line} is not in the report");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Import_Case_ReportsEveryElementAndAttribute(string name)
    {
        // Only structure: these say nothing by themselves when they have no attributes.
        string[] silent =
        [
            "cman", "totem", "fence_daemon", "fence", "fencedevices", "clusternodes", "rm", "failoverdomains",
            "failoverdomain", "resources",
        ];

        if (Directory.Exists(SourceOf(name)) || Path.GetFileName(ConfigurationOf(name)) != "cluster.conf")
        {
            return;
        }

        var report = Import(name).Report;
        var document = XDocument.Parse(File.ReadAllText(ConfigurationOf(name)), LoadOptions.SetLineInfo);
        foreach (var element in document.Descendants())
        {
            // What is in something that is wrong, is left out with it.
            var line = ((System.Xml.IXmlLineInfo)element).LineNumber;
            var parent = element.Parent is null ? 0 : ((System.Xml.IXmlLineInfo)element.Parent).LineNumber;
            if (report.Any(e => e.Severity == ImportSeverity.Error && e.Line == parent))
            {
                continue;
            }

            Assert.True(
                silent.Contains(element.Name.LocalName)
                || report.Any(e => e.Line == line && e.Source.Contains($"<{element.Name}", StringComparison.Ordinal)),
                $"{name}:{line}: <{element.Name}> is not in the report");
            foreach (var attribute in element.Attributes().Where(a => a.Name != "name" && a.Name != "ref"))
            {
                var at = ((System.Xml.IXmlLineInfo)attribute).LineNumber;
                Assert.True(
                    report.Any(e => (e.Line == at || e.Line == line)
                        && e.Source.Contains($"{attribute.Name}=\"", StringComparison.Ordinal)),
                    $"{name}:{at}: {attribute} is not in the report");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Import_Case_ReportHasNoSecret(string name)
    {
        var text = Import(name).ToText();

        Assert.All(
            [
                "\"secret\"", "b0gus", "alpha-pw", "apc-pw", "\"private\"", "tiger", "hush", "\"novell\"", "s3cr3t",
            ],
            secret => Assert.DoesNotContain(secret, text, StringComparison.Ordinal));
    }

    private static string ConfigurationOf(string name) =>
        Directory.GetFiles(Path.Combine(Folder, name), "*.conf").Single();

    // A folder with the files of a whole cluster, in place of one file.
    private static string SourceOf(string name) => Path.Combine(Folder, name, "source");

    internal static ImportResult Import(string name)
    {
        if (Directory.Exists(SourceOf(name)))
        {
            var here = SourceOf(name) + "/";
            var result = Importer.ImportPaths([SourceOf(name)], new ImportOptions { WithStatus = true });
            return result with
            {
                Report = [.. result.Report.Select(
                    e => e with { File = e.File.Replace(here, string.Empty, StringComparison.Ordinal) })],
            };
        }

        using var stream = File.OpenRead(ConfigurationOf(name));
        return Importer.Import(stream, Path.GetFileName(stream.Name));
    }
}
