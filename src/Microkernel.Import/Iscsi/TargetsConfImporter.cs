using Microkernel.Import.Sources;
using Microkernel.Model;
using static Microkernel.Import.ImportSeverity;

namespace Microkernel.Import.Iscsi;

/// <summary>Imports targets.conf(5) of tgt: each target becomes a Resource, on the host that the file is of.</summary>
internal static class TargetsConfImporter
{
    public static SourceElement Read(ReadOnlyMemory<byte> content, SourceFile file) =>
        TagTreeReader.Read(content, file.Name);

    public static void Import(IReadOnlyList<SourceElement> roots, ImportContext context)
    {
        foreach (var root in roots)
        {
            foreach (var include in root.Attributes.Where(a => a.Name == "include"))
            {
                var others = roots.Where(
                    r => r != root && DrbdConf.GlobPattern.IsMatch(include.Value, r.File.ShortName)).ToList();
                context.Say(
                    others.Count > 0 ? Mapped : NoCounterpart,
                    include,
                    others.Count > 0 ? "its files are imported too"
                        : "no such file is among those that are imported; import the folder that has them all");
            }
        }

        var targets = roots.SelectMany(r => r.TakeChildren("target")).ToList();
        foreach (var group in targets.GroupBy(t => t.Label, StringComparer.Ordinal))
        {
            if (group.Key.Length == 0)
            {
                group.ToList().ForEach(t => t.TakeWhole());
                context.Say(Error, group.First(), "the target has no name");
                continue;
            }

            ImportTarget([.. group], context);
        }
    }

    // The same target of several hosts is one that moves, or one that each has.
    private static void ImportTarget(List<SourceElement> copies, ImportContext context)
    {
        var first = copies[0];
        var resource = NativeResource.Create(NativeResource.Target, ShortName(first.Label), first, context);
        resource.Set("iqn", first.Label);
        resource.Set("implementation", "tgt");
        new TargetSettings(first, resource, context).Import();
        context.Say(Mapped, first, $"{resource.Title}, {NativeResource.Target}");
        foreach (var copy in copies.Skip(1))
        {
            copy.TakeWhole();
            var differences = Files.TreeDifference.Find(copy, first).Take(20).ToList();
            context.Say(
                differences.Count == 0 ? Mapped : ChangedMeaning,
                copy,
                differences.Count == 0 ? $"the same as {first.File.ShortName}:{first.Line}"
                    : $"the target is at {first.File.ShortName}:{first.Line} too, which is taken");
            foreach (var (place, source, outcome) in differences)
            {
                context.Say(ChangedMeaning, copy.File, place.Line, place.Column, source, $"{outcome}; not taken");
            }
        }

        Place(copies, resource, context);
    }

    private static void Place(List<SourceElement> copies, NativeResource resource, ImportContext context)
    {
        var hosts = copies.Select(c => c.File.Host).OfType<string>().ToList();
        var nodes = hosts.Select(h => context.Nodes.Mention(h, copies[0]).Object.Name()).Distinct().ToList();
        if (nodes.Count > 1)
        {
            _ = resource.Clone;
            resource.Restrict(nodes);
            context.Say(
                ChangedMeaning, copies[0], copies[0].Title,
                $"{string.Join(", ", nodes)} have it: a clone, exported by each. Where the disk is one that moves, as a"
                    + " replicated one, take the clone away and order it after the disk",
                resource.Draft);
            return;
        }

        if (nodes.Count == 0 && NamedIn(copies[0].Label, context) is { } named)
        {
            nodes.Add(named);
            context.Say(
                ChangedMeaning, copies[0], copies[0].Title,
                $"its name has {named} in it, so it is that node's; no folder says which host the file is of",
                resource.Draft);
        }
        else if (nodes.Count == 0)
        {
            context.Say(
                ChangedMeaning, copies[0], copies[0].Title,
                "no folder says which host the file is of: it runs on one node, whichever; add a Location, or what its"
                    + " disk needs",
                resource.Draft);
        }

        resource.Restrict(nodes);
    }

    private static string? NamedIn(string iqn, ImportContext context)
    {
        var words = iqn.Split(['.', ':', '-', '_'], StringSplitOptions.RemoveEmptyEntries);
        var named = context.Nodes.Names.Where(
            n => words.Contains(n.Split('.')[0], StringComparer.OrdinalIgnoreCase)).ToList();
        return named.Count == 1 ? named[0] : null;
    }

    // iqn.2012-03.org.pmsapp:pmsapp1.disk: what is behind the colon is the site's own.
    private static string ShortName(string iqn) => iqn.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon
        && colon < iqn.Length - 1 ? iqn[(colon + 1)..] : iqn;
}
