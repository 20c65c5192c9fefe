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
            if (!resource.Leaves)
            {
                AddStickiness(resource, scores);
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

    // Where it runs twice it has no place that it could stick to.
    private static void AddStickiness(ResourceView resource, ScoreTable scores)
    {
        Instance? only = null;
        foreach (var instance in resource.Instances)
        {
            if (!instance.Active)
            {
                continue;
            }

            if (only is not null)
            {
                return;
            }

            only = instance;
        }

        if (only is not null && resource.Definition is { Managed: true, Stickiness: not 0 and var stickiness })
        {
            scores.Add(resource.Index, only.Node.Index, stickiness, "it runs there (stickiness)");
        }
    }
}
