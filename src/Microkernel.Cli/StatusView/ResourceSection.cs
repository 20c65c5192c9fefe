using Microkernel.Cli.Output;
using Microkernel.V1;

namespace Microkernel.Cli.StatusView;

/// <summary>The resources, by group. Where there are many, what is as it should be is summed up.</summary>
internal static class ResourceSection
{
    /// <summary>With more resources than this, those that are well are summed up; <c>-o wide</c> lists all.</summary>
    private const int ListedMax = 40;

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
        var table = new TextTable("NAME", "STATE", "ON", "SINCE", "AGENT");
        var quiet = new List<ResourceStatus>();
        foreach (var group in status.Resources.GroupBy(r => r.Group))
        {
            if (sumUp && group.Key.Length == 0)
            {
                quiet.AddRange(group.Where(IsQuiet));
            }

            AddGroup(table, group, status, sumUp);
        }

        if (table.Count > 0)
        {
            page.WriteTable(table);
        }

        if (quiet.Count > 0)
        {
            var places = quiet.GroupBy(r => r.Nodes[0]).OrderBy(g => g.Key, StringComparer.Ordinal);
            var counts = string.Join(", ", places.Select(g => $"{g.Count()} on {g.Key}"));
            page.WriteText($"{quiet.Count} started: {counts}; -o wide lists all");
        }
    }

    private static void AddGroup(
        TextTable table, IGrouping<string, ResourceStatus> group, GetStatusResponse status, bool sumUp)
    {
        var isGroup = group.Key.Length > 0;
        if (isGroup)
        {
            AddGroupRow(table, group, status);
            if (sumUp && group.All(IsQuiet) && CommonNode(group).Length > 0)
            {
                return;
            }
        }

        foreach (var resource in group.Where(r => isGroup || !sumUp || !IsQuiet(r)))
        {
            table.Add(
                new Cell(resource.Name, Indent: isGroup ? 2 : 0), State(resource), string.Join(' ', resource.Nodes),
                AgeText.Since(resource.Since, status.Time), resource.Agent);
            table.AddNote(resource.State == RunState.Started ? string.Empty : resource.Reason);
        }
    }

    private static void AddGroupRow(TextTable table, IGrouping<string, ResourceStatus> group, GetStatusResponse status)
    {
        var states = group.Select(State).Distinct().ToList();
        var since = states.Count == 1 ? group.MaxBy(r => r.Since?.ToDateTimeOffset())?.Since : null;
        table.Add(
            group.Key, states.Count == 1 ? states[0] : new Cell("mixed", Tone.Uneasy), CommonNode(group),
            AgeText.Since(since, status.Time), $"group of {group.Count()}");
    }

    private static string CommonNode(IEnumerable<ResourceStatus> resources)
    {
        var places = resources.Select(r => string.Join(' ', r.Nodes)).Distinct().ToList();
        return places.Count == 1 ? places[0] : string.Empty;
    }

    private static bool IsQuiet(ResourceStatus r) =>
        r is { State: RunState.Started, Managed: true, Nodes.Count: 1, Failures.Count: 0 };

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
