using Microkernel.V1;

namespace Microkernel.Scheduling.Engine;

/// <summary>The best node for one primitive, once all scores are known.</summary>
internal static class NodeChoice
{
    public static bool AssignBest(Resource resource, Node? prefer)
    {
        Capacities.BanFullNodes(resource, ref prefer);
        if (!resource.Provisional)
        {
            return resource.AssignedTo is not null;
        }

        var current = resource.RunningOn.FirstOrDefault();
        var best = Best(resource, current);
        Node? chosen = null;
        if (prefer is not null && best is not null && resource.Allowed.Has(prefer.Index)
            && resource.Allowed[prefer.Index] >= resource.Allowed[best.Index] && prefer.IsAvailable
            && resource.Allowed[prefer.Index] >= 0)
        {
            chosen = prefer;
        }

        if (chosen is null && best is not null)
        {
            chosen = best;

            // Unique instances were given their nodes already; the rest shall not crowd them.
            var isUniqueInstance = resource.Parent is { IsClone: true, IsUnique: true };
            if (!isUniqueInstance && resource.Allowed[best.Index] > 0 && best.IsAvailable && current is not null
                && current.IsAvailable && resource.Allowed.Has(current.Index)
                && resource.Allowed[current.Index] == resource.Allowed[best.Index])
            {
                chosen = current;
            }
        }

        Placement.Assign(resource, chosen, force: false);
        return resource.AssignedTo is not null;
    }

    /// <summary>Returns the nodes of a table, the best first.</summary>
    public static List<Node> Sorted(Cluster cluster, NodeTable table, Node? active)
    {
        var nodes = cluster.Nodes.Where(n => table.Has(n.Index)).ToList();
        return [.. nodes.Order(Comparer<Node>.Create((a, b) => Compare(cluster, table, active, a, b)))];
    }

    private static Node? Best(Resource resource, Node? active)
    {
        Node? best = null;
        foreach (var node in resource.Cluster.Nodes)
        {
            if (resource.Allowed.Has(node.Index)
                && (best is null || Compare(resource.Cluster, resource.Allowed, active, node, best) < 0))
            {
                best = node;
            }
        }

        return best;
    }

    private static int Compare(Cluster cluster, NodeTable table, Node? active, Node a, Node b)
    {
        var (scoreA, scoreB) = (Worth(table, a), Worth(table, b));
        if (scoreA != scoreB)
        {
            return scoreB.CompareTo(scoreA);
        }

        var strategy = cluster.Options.PlacementStrategy;
        if (strategy != PlacementStrategy.Minimal)
        {
            if (strategy == PlacementStrategy.Balanced && Capacities.Compare(a, b) is not 0 and var byCapacity)
            {
                return byCapacity;
            }

            if (a.Placed != b.Placed)
            {
                return a.Placed.CompareTo(b.Placed);
            }
        }

        if (a == active || b == active)
        {
            return a == b ? 0 : a == active ? -1 : 1;
        }

        return string.CompareOrdinal(a.Name, b.Name);
    }

    private static int Worth(NodeTable table, Node node) =>
        node.IsAvailable ? table[node.Index] : Score.MinusInfinity;
}
