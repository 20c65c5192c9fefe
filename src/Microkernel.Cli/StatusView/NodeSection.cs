using Microkernel.Cli.Output;
using Microkernel.V1;

namespace Microkernel.Cli.StatusView;

/// <summary>The nodes and their drivers.</summary>
internal static class NodeSection
{
    private static readonly string[] Wide = ["ID", "VERSION"];

    /// <summary>Writes the section.</summary>
    public static void Write(StatusPage page, GetStatusResponse status, bool isWide)
    {
        if (status.Nodes.Count == 0)
        {
            return;
        }

        page.WriteTitle("Nodes");
        var table = new TextTable(["NAME", "STATE", "SINCE", "ROLE", "DRIVERS", .. isWide ? Wide : []]);
        foreach (var node in status.Nodes)
        {
            Cell[] wide = isWide ? [$"{node.Id}", node.Version] : [];
            table.Add(
            [
                node.Name, State(node.State), AgeText.Since(node.Since, status.Time), Role(node), Drivers(node),
                .. wide,
            ]);
            table.AddNote(node.State == NodeState.Online ? string.Empty : node.Reason);
        }

        page.WriteTable(table);
    }

    private static Cell State(NodeState state) => state switch
    {
        NodeState.Online => new Cell("online", Tone.Good),
        NodeState.Joining => new Cell("joining", Tone.Uneasy),
        NodeState.Unclean => new Cell("UNCLEAN", Tone.Bad),
        NodeState.Offline => new Cell("offline", Tone.Bad),
        _ => new Cell("unknown", Tone.Uneasy),
    };

    private static Cell Role(NodeStatus node)
    {
        var words = new List<string> { node.Witness ? "witness" : node.Leader ? "leader" : "member" };
        if (node is { Witness: true, Leader: true })
        {
            words.Add("leader");
        }

        if (node.Standby)
        {
            words.Add("STANDBY");
        }

        if (node.Maintenance)
        {
            words.Add("MAINTENANCE");
        }

        return new Cell(string.Join(", ", words), words.Count > 1 && !node.Witness ? Tone.Uneasy : Tone.Plain);
    }

    private static Cell Drivers(NodeStatus node)
    {
        // During a swap a driver is there twice: the active one says how things stand.
        var drivers = node.Drivers.GroupBy(d => d.Name)
            .Select(g => g.FirstOrDefault(d => d.State == DriverState.Active) ?? g.First()).ToList();
        var text = string.Join(' ', drivers.Select(d => d.State switch
        {
            DriverState.Active => d.Name,
            DriverState.Observer => $"{d.Name}(observer)",
            DriverState.Unreachable => $"{d.Name}(UNREACHABLE)",
            DriverState.Refused => $"{d.Name}(REFUSED)",
            _ => $"{d.Name}(unknown)",
        }));
        return new Cell(text, drivers.All(d => d.State == DriverState.Active) ? Tone.Plain : Tone.Bad);
    }
}
