using Microkernel.Scheduling.Engine;
using Microkernel.Simulation.Cib;

namespace Microkernel.Simulation.Playing;

/// <summary>Puts what came out into the form that people and programs read.</summary>
internal static class ResultWriter
{
    public static SimulationResult Write(Transition transition, IReadOnlyList<string> fenced, CibWorld after)
    {
        var nodes = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var node in after.Cluster.Nodes)
        {
            nodes[node.Name] = StateOf(node);
        }

        var resources = new SortedDictionary<string, IReadOnlyList<SimulatedPlace>>(StringComparer.Ordinal);
        foreach (var group in after.Cluster.Resources.SelectMany(r => r.Primitives())
            .GroupBy(p => p.ConfiguredId, StringComparer.Ordinal))
        {
            if (group.All(p => p.Orphan && !p.IsActive) && !after.Primitives.ContainsKey(group.Key))
            {
                continue;
            }

            resources[group.Key] = [.. group.SelectMany(PlacesOf).OrderBy(p => p.Node, StringComparer.Ordinal)
                .ThenBy(p => p.Role, StringComparer.Ordinal)];
        }

        return new SimulationResult(nodes, fenced, resources,
            [.. transition.Steps.Where(s => s.Action is not { Pseudo: true }).Select(ActionOf)]);
    }

    private static string StateOf(Node node) => node switch
    {
        { Unclean: true } => "unclean",
        { Online: false } or { Pending: true } => "offline",
        { Maintenance: true } => "maintenance",
        { Standby: true } => "standby",
        _ => "online",
    };

    private static IEnumerable<SimulatedPlace> PlacesOf(Resource primitive) => primitive.RunningOn.Select(node =>
        new SimulatedPlace(node.Name, RoleOf(primitive), primitive.Failed || primitive.Blocked && primitive.Failed,
            primitive.Managed));

    private static string RoleOf(Resource primitive) => primitive.Role switch
    {
        ResourceRole.Promoted => "Promoted",
        ResourceRole.Unpromoted => "Unpromoted",
        _ => primitive.Top.IsPromotable ? "Unpromoted" : "Started",
    };

    private static SimulatedAction ActionOf(TransitionStep step) => step.Action is { } action
        ? new SimulatedAction(NameOf(action.Task), action.Resource?.ConfiguredId ?? "", action.Node!.Name,
            Reasons.Of(action))
        : new SimulatedAction(Tasks.Monitor, step.Probe.Resource.ConfiguredId, step.Probe.Node.Name,
            $"nobody looked yet whether it runs on {step.Probe.Node.Name}");

    private static string NameOf(string task) => task switch
    {
        Tasks.Fence => "fence",
        Tasks.Unfence => "unfence",
        Tasks.Shutdown => "shutdown",
        _ => task,
    };
}
