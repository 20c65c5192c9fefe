using Microkernel.Model;

namespace Microkernel.Scheduling.Internal;

/// <summary>Scores that a resource has by itself: locations, stickiness, bans.</summary>
internal static class OwnScores
{
    public static void Fill(ClusterView view, ScoreTable scores)
    {
        var nodes = view.Nodes.ToDictionary(n => n.Name, StringComparer.Ordinal);
        foreach (var location in view.Topology.Locations)
        {
            // A location may speak of a node that has left.
            if (nodes.TryGetValue(location.Node, out var node))
            {
                scores.Add(location.Resource, node.Index, location.Score, location.Label);
            }
        }

        foreach (var resource in view.Resources)
        {
            if (resource is { Home: { } home, Definition: { Managed: true, Stickiness: not 0 and var stickiness } })
            {
                scores.Add(resource.Index, home.Index, stickiness, resource.On(home) is { Active: true }
                    ? "it runs there (stickiness)" : "it is about to run there (stickiness)");
            }

            foreach (var instance in resource.Instances)
            {
                if (Bans.Of(view, resource, instance) is { } ban)
                {
                    scores.Add(resource.Index, instance.Node.Index, Scores.MinusInfinity, ban);
                }
            }
        }
    }
}
