using Microkernel.Import.Sources;
using Microkernel.Model;
using static Microkernel.Import.ImportSeverity;

namespace Microkernel.Import.MultipathConf;

/// <summary>
/// Imports multipath.conf(5): each multipath {} becomes a Resource, a clone on the hosts that have it. What is about
/// hardware stays in the file on each host.
/// </summary>
internal static class MultipathConfImporter
{
    // Settings of a map that the agent has parameters for.
    private static readonly HashSet<string> Parameters =
    [
        "alias", "path_grouping_policy", "path_selector", "failback", "no_path_retry", "rr_weight", "rr_min_io",
        "path_checker", "prio", "prio_args", "features", "hardware_handler", "fast_io_fail_tmo", "dev_loss_tmo",
    ];

    public static SourceElement Read(ReadOnlyMemory<byte> content, SourceFile file) =>
        StatementTreeReader.Read(content, file.Name, linesEnd: true);

    public static void Import(IReadOnlyList<SourceElement> roots, ImportContext context)
    {
        var maps = new Dictionary<string, (NativeResource Resource, SourceElement From, List<string> Nodes)>(
            StringComparer.Ordinal);
        foreach (var root in roots)
        {
            var node = root.File.Host is { } host ? context.Nodes.Mention(host, root).Object.Name() : null;
            foreach (var map in root.TakeChildren("multipaths").SelectMany(m => m.TakeChildren("multipath")).ToList())
            {
                ImportMap(map, node, maps, context);
            }

            foreach (var section in root.Children.Where(c => !c.IsHandled).ToList())
            {
                ReportSection(section, context);
            }
        }

        foreach (var (resource, _, nodes) in maps.Values)
        {
            resource.Restrict(nodes);
        }
    }

    private static void ImportMap(
        SourceElement map,
        string? node,
        Dictionary<string, (NativeResource Resource, SourceElement From, List<string> Nodes)> maps,
        ImportContext context)
    {
        if (map.Take("wwid") is not { Length: > 0 } wwid)
        {
            map.TakeWhole();
            context.Say(Error, map, "the map has no wwid");
            return;
        }

        if (!maps.TryGetValue(wwid, out var known))
        {
            var alias = map.Find("alias")?.Value;
            known = (NativeResource.Create(NativeResource.Map, alias ?? wwid, map, context), map, []);
            _ = known.Resource.Clone;
            known.Resource.Set("wwid", wwid);
            maps[wwid] = known;
        }

        if (node is not null)
        {
            known.Nodes.Add(node);
        }

        context.Say(Mapped, map, $"{known.Resource.Title}, {NativeResource.Map}");
        foreach (var attribute in map.Attributes.Where(a => !a.IsHandled))
        {
            ImportSetting(attribute, node, known.Resource, known.From == map, context);
        }
    }

    private static void ImportSetting(
        SourceAttribute attribute, string? node, NativeResource resource, bool isFirst, ImportContext context)
    {
        if (MultipathLosses.OfAttribute(attribute.Owner.Name, attribute.Name) is not null)
        {
            return;
        }

        var parameter = Parameters.Contains(attribute.Name) ? attribute.Name.Replace('_', '-')
            : $"option.{attribute.Name}";
        var before = resource.ValueOf(parameter);
        if (before == attribute.Value || isFirst)
        {
            resource.Set(parameter, attribute.Value);
            context.Say(Mapped, attribute, $"{resource.Title} parameter {parameter}");
        }
        else
        {
            resource.Set($"on.{node}.{parameter}", attribute.Value);
            context.Say(
                ChangedMeaning,
                attribute,
                $"another host says {before ?? "nothing"}; parameter on.{node}.{parameter} keeps the difference");
        }
    }

    private static void ReportSection(SourceElement section, ImportContext context)
    {
        var advice = MultipathLosses.OfElement(section.Name);
        if (advice is null)
        {
            return;
        }

        context.Say(NoCounterpart, section, advice);
        foreach (var attribute in section.Attributes)
        {
            context.Say(
                NoCounterpart, attribute, MultipathLosses.OfAttribute(section.Name, attribute.Name)
                    ?? (Parameters.Contains(attribute.Name)
                        ? $"it stays there; one map has it as parameter {attribute.Name.Replace('_', '-')} of"
                            + $" {NativeResource.Map}"
                        : "it stays there"));
        }

        foreach (var inner in section.Children)
        {
            ReportSection(inner, context);
        }
    }
}
