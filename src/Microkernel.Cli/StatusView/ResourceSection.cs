using Microkernel.Cli.Output;
using Microkernel.V1;

namespace Microkernel.Cli.StatusView;

/// <summary>The resources, by group. Where there are many, what is as it should be is summed up.</summary>
internal static class ResourceSection
{
    /// <summary>With more resources than this, those that are well are summed up; <c>-o wide</c> lists all.</summary>
    private const int ListedMax = 40;

    private static readonly string[] Why = ["WHY"];

    /// <summary>Writes the section.</summary>
    public static void Write(StatusPage page, GetStatusResponse status, bool isWide)
    {
        page.WriteTitle("Resources");
        if (status.Resources.Count == 0)
        {
            page.WriteText("none declared");
            return;
        }

        var sumUp = !isWide && status.Resources.Count > ListedMax;
        var hasReasons = status.Resources.Any(r => Reason(r).Length > 0);
        string[] headers = ["NAME", "STATE", "ON", "SINCE", "AGENT", .. hasReasons ? Why : []];
        var table = new TextTable(headers);
        var quiet = new List<ResourceStatus>();
        foreach (var group in status.Resources.GroupBy(r => r.Group))
        {
            if (sumUp && group.Key.Length == 0)
            {
                quiet.AddRange(group.Where(IsQuiet));
            }

            AddGroup(table, group, status, sumUp, hasReasons);
        }

        if (table.Count > 0)
        {
            page.WriteTable(table);
        }

        if (quiet.Count > 0)
        {
            var places = quiet.GroupBy(r => r.Nodes[0]).OrderBy(g => g.Key, StringComparer.Ordinal);
            page.WriteText(
                $"{quiet.Count} started: {string.Join(", ", places.Select(g => $"{g.Count()} on {g.Key}"))}; -o wide lists all");
        }
    }

    private static void AddGroup(
        TextTable table, IGrouping<string, ResourceStatus> group, GetStatusResponse status, bool sumUp, bool hasReasons)
    {
        Cell[] noReason = hasReasons ? [string.Empty] : [];
        var isGroup = group.Key.Length > 0;
        if (isGroup && sumUp && group.All(IsQuiet) && group.Select(r => r.Nodes[0]).Distinct().Count() == 1)
        {
            var first = group.First();
            table.Add(
            [
                group.Key, State(first), first.Nodes[0], AgeText.Since(group.Max(r => r.Since), status.Time),
                $"group of {group.Count()}", .. noReason,
            ]);
            return;
        }

        if (isGroup)
        {
            table.Add([group.Key, "group", string.Empty, string.Empty, string.Empty, .. noReason]);
        }

        foreach (var resource in group.Where(r => isGroup || !sumUp || !IsQuiet(r)))
        {
            Cell[] reason = hasReasons ? [Reason(resource)] : [];
            table.Add(
            [
                new Cell(resource.Name, Indent: isGroup ? 2 : 0), State(resource), string.Join(' ', resource.Nodes),
                AgeText.Since(resource.Since, status.Time), resource.Agent, .. reason,
            ]);
        }
    }

    private static bool IsQuiet(ResourceStatus r) =>
        r is { State: RunState.Started, Managed: true, Nodes.Count: 1, Failures.Count: 0 };

    private static string Reason(ResourceStatus r) => r.State == RunState.Started ? string.Empty : r.Reason;

    private static Cell State(ResourceStatus r)
    {
        var (word, tone) = r.State switch
        {
            RunState.Started => ("started", Tone.Good),
            RunState.Stopped => ("stopped", Tone.Uneasy),
            RunState.Starting => ("starting", Tone.Uneasy),
            RunState.Stopping => ("stopping", Tone.Uneasy),
            RunState.Failed => ("FAILED", Tone.Bad),
            RunState.Unclean => ("UNCLEAN", Tone.Bad),
            _ => ("unknown", Tone.Uneasy),
        };
        return r.Managed ? new Cell(word, tone) : new Cell($"{word}, unmanaged", Tone.Uneasy);
    }
}
