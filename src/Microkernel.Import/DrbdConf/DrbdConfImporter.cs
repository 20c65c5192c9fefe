using Microkernel.Import.Sources;
using static Microkernel.Import.ImportSeverity;

namespace Microkernel.Import.DrbdConf;

/// <summary>
/// Imports drbd.conf(5) of DRBD 8.3, 8.4 and 9 with all its files: each DRBD resource becomes a Resource of the agent
/// drbd:resource, or stays with the agent that ran it.
/// </summary>
internal static class DrbdConfImporter
{
    /// <summary>Sections that are only meant inside of a resource.</summary>
    private static readonly HashSet<string> Inner =
    [
        "on", "floating", "stacked-on-top-of", "net", "disk", "syncer", "startup", "handlers", "options", "volume",
        "connection", "connection-mesh", "proxy",
    ];

    public static SourceElement Read(ReadOnlyMemory<byte> content, SourceFile file) => StatementTreeReader.Read(
        content, file.Name, linesEnd: false, (last, name) => last.Name == "resource" && Inner.Contains(name));

    public static void Import(IReadOnlyList<SourceElement> roots, ImportContext context)
    {
        var commons = roots.SelectMany(r => r.TakeChildren("common")).ToList();
        var seen = new Dictionary<string, SourceElement>(StringComparer.Ordinal);
        foreach (var root in roots)
        {
            ReportIncludes(root, roots, context);
            foreach (var section in root.TakeChildren("resource").ToList())
            {
                if (section.Label.Length == 0 || section.Label == "{")
                {
                    section.TakeWhole();
                    context.Say(Error, section, "the resource has no name");
                }
                else if (!seen.TryAdd(section.Label, section))
                {
                    section.TakeWhole();
                    var first = seen[section.Label];
                    context.Say(
                        Error, section, $"{first.File.ShortName}:{first.Line} has a resource of this name already");
                }
                else
                {
                    new DrbdResourceImport(section, commons, context).Run();
                }
            }
        }

        foreach (var common in commons)
        {
            context.Say(
                seen.Count > 0 ? Mapped : NoCounterpart,
                common,
                seen.Count > 0 ? "its settings are those of each resource that does not say otherwise"
                    : "there is no resource that it is for");
        }
    }

    private static void ReportIncludes(
        SourceElement root, IReadOnlyList<SourceElement> roots, ImportContext context)
    {
        foreach (var include in root.Attributes.Where(a => a.Name == "include"))
        {
            var others = roots.Where(r => r != root && GlobPattern.IsMatch(include.Value, r.File.ShortName)).ToList();
            context.Say(
                others.Count > 0 ? Mapped : NoCounterpart,
                include,
                others.Count > 0 ? $"imported too: {string.Join(", ", others.Select(o => o.File.ShortName).Take(10))}"
                    : "no such file is among those that are imported; import the folder that has them all");
        }
    }
}
