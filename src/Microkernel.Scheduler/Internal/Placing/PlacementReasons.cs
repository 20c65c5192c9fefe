using Microkernel.Model;

namespace Microkernel.Scheduling.Internal;

/// <summary>Says why a resource is placed where it is.</summary>
internal static class PlacementReasons
{
    // More nodes than this are summed up.
    private const int MaxNodesNamed = 6;

    public static string Of(ClusterView view, ResourceView resource, ScoreTable scores)
    {
        if (resource.Pin is { } pin)
        {
            return $"it is left alone: {pin.Reason}";
        }

        if ((resource.HeldDown ?? resource.WaitsFor) is { } why)
        {
            return why;
        }

        return resource.Target is { } target
            ? OfPlace(view, resource, target, scores) : OfNoPlace(view, resource, scores);
    }

    /// <summary>Tells whether a resource has no place only because one that it must be with has none.</summary>
    public static bool IsOthersFault(ClusterView view, ResourceView resource) =>
        PlacelessPrimary(view, resource) is not null;

    /// <summary>Says why a resource leaves a node.</summary>
    public static string OfLeaving(ClusterView view, ResourceView resource, NodeView here, ScoreTable scores)
    {
        var row = scores.Row(resource.Index);
        var score = row[here.Index];
        if (!here.CanRun || score < 0)
        {
            return $"{here.Name}: {WhyNot(view, resource, here, scores)}";
        }

        var better = row[resource.Target!.Index];
        return score == better ? $"{resource.Target.Name} has fewer resources"
            : $"it has a score of {Scores.Format(better)} there, and {Scores.Format(score)} on {here.Name}";
    }

    /// <summary>Says why a resource is started.</summary>
    public static string OfStart(ResourceView resource)
    {
        var from = resource.ActiveInstances.FirstOrDefault();
        return from is null ? "it is wanted and does not run"
            : from.Node == resource.Target ? "it was stopped to be started again"
            : from.Node.Standing == NodeStanding.ToFence ? $"it ran on {from.Node.Name}, which is fenced"
            : $"it moves from {from.Node.Name}";
    }

    private static string OfPlace(ClusterView view, ResourceView resource, NodeView target, ScoreTable scores)
    {
        var row = scores.Row(resource.Index);
        var score = row[target.Index];
        var others = 0;
        var equals = 0;
        foreach (var node in view.Nodes)
        {
            if (node != target && node.CanRun && row[node.Index] >= 0)
            {
                others++;
                equals += row[node.Index] == score ? 1 : 0;
            }
        }

        var runs = resource.On(target) is { Active: true };
        return others == 0 ? "no other node can run it"
            : equals == 0 ? $"its score {Scores.Format(score)} is the best of {others + 1} nodes"
            : runs && score > 0 ? $"no other node has a better score than {Scores.Format(score)}, and it runs there"
            : $"its score {Scores.Format(score)} is as good as any, and the node has the fewest resources";
    }

    private static string OfNoPlace(ClusterView view, ResourceView resource, ScoreTable scores)
    {
        if (PlacelessPrimary(view, resource) is { } edge)
        {
            return $"it must be with {view.Resources[edge.Primary].Name}, which runs nowhere ({edge.Label})";
        }

        var members = view.Nodes.Where(n => !n.Seen.Witness).ToList();
        if (members.Count == 0)
        {
            return "there is no node that could run it";
        }

        var reasons = members.Take(MaxNodesNamed).Select(n => $"{n.Name}: {WhyNot(view, resource, n, scores)}");
        var more = members.Count > MaxNodesNamed ? $"; and {members.Count - MaxNodesNamed} more" : "";
        return "no node can run it (" + string.Join("; ", reasons) + more + ")";
    }

    private static ColocationEdge? PlacelessPrimary(ClusterView view, ResourceView resource) =>
        Array.Find(view.Topology.Following[resource.Index], edge =>
            edge.Score >= Scores.Infinity && view.Resources[edge.Primary].Target is null);

    private static string WhyNot(ClusterView view, ResourceView resource, NodeView node, ScoreTable scores)
    {
        if (node.CannotRun is { } why)
        {
            return why;
        }

        if (resource.On(node) is { } instance && Bans.Of(view, resource, instance) is { } ban)
        {
            return ban;
        }

        var location = view.Topology.Locations.FirstOrDefault(l =>
            l.Resource == resource.Index && l.Node == node.Name && l.Score < 0);
        if (location is not null)
        {
            return $"{location.Label} has {Scores.Format(location.Score)}";
        }

        foreach (var edge in view.Topology.Following[resource.Index])
        {
            var primary = view.Resources[edge.Primary];
            if (edge.Score >= Scores.Infinity && primary.Target != node)
            {
                return $"it must be with {primary.Name}, which "
                    + (primary.Target is { } place ? $"is on {place.Name}" : "runs nowhere") + $" ({edge.Label})";
            }

            if (edge.Score < 0 && primary.Target == node)
            {
                return $"it must not be with {primary.Name} ({edge.Label})";
            }
        }

        foreach (var edge in view.Topology.FollowedBy[resource.Index])
        {
            if (edge.Score >= Scores.Infinity && scores.Row(edge.Dependent)[node.Index] < 0)
            {
                return $"{view.Resources[edge.Dependent].Name} must be with it and cannot run there ({edge.Label})";
            }
        }

        return $"its score is {Scores.Format(scores.Row(resource.Index)[node.Index])}";
    }
}
