using Microkernel.V1;

namespace Microkernel.Scheduling.Engine;

/// <summary>What resources need of nodes, and what nodes have left.</summary>
internal static class Capacities
{
    public static void Consume(Resource resource, Node node) => Change(resource, node, -1);

    public static void Release(Resource resource, Node node) => Change(resource, node, 1);

    /// <summary>Compares what two nodes have left: below 0 where the first has more.</summary>
    public static int Compare(Node a, Node b)
    {
        var result = 0;
        foreach (var (name, capacity) in a.Capacity)
        {
            result += Sign(capacity - b.Capacity.GetValueOrDefault(name));
        }

        foreach (var (name, capacity) in b.Capacity)
        {
            if (!a.Capacity.ContainsKey(name))
            {
                result += Sign(-capacity);
            }
        }

        return -result;
    }

    /// <summary>Bans the nodes that cannot hold a resource, and what is colocated with it where any node can hold
    /// all.</summary>
    public static void BanFullNodes(Resource resource, ref Node? prefer)
    {
        var cluster = resource.Cluster;
        if (cluster.Options.PlacementStrategy == PlacementStrategy.None)
        {
            return;
        }

        var together = new List<Resource>();
        CollectColocated(resource, together);
        if (!together.Exists(r => r.Settings.Utilization.Count > 0))
        {
            return;
        }

        var needed = Needed(together);
        var (anyForAll, mostFree) = (false, (Node?)null);
        foreach (var node in cluster.Nodes)
        {
            if (!IsCandidate(resource, node))
            {
                continue;
            }

            anyForAll |= Fits(needed, node);
            if (Fits(resource.Settings.Utilization, node)
                && (mostFree is null || Compare(node, mostFree) < 0))
            {
                mostFree = node;
            }
        }

        foreach (var node in cluster.Nodes)
        {
            if (IsCandidate(resource, node) && !(anyForAll ? Fits(needed, node)
                : Fits(resource.Settings.Utilization, node)))
            {
                resource.AddScore(node, Score.MinusInfinity);
            }
        }

        // Where no node can hold all of them, the one with most room is the best to begin with.
        if (!anyForAll && mostFree is not null && prefer is null)
        {
            prefer = mostFree;
        }
    }

    /// <summary>Tells whether a node has what is needed.</summary>
    public static bool Fits(IReadOnlyDictionary<string, int> needed, Node node)
    {
        foreach (var (name, amount) in needed)
        {
            if (amount > node.Capacity.GetValueOrDefault(name))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsCandidate(Resource resource, Node node) => node.IsAvailable
        && resource.Allowed.Has(node.Index) && resource.Allowed[node.Index] >= 0;

    private static Dictionary<string, int> Needed(List<Resource> together)
    {
        var needed = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var resource in together.Where(r => r.Provisional))
        {
            foreach (var (name, amount) in resource.Settings.Utilization)
            {
                needed[name] = needed.GetValueOrDefault(name) + amount;
            }
        }

        return needed;
    }

    // All that must run where this one does: those that it follows, its group, and those that follow it.
    private static void CollectColocated(Resource resource, List<Resource> found)
    {
        if (found.Contains(resource))
        {
            return;
        }

        found.Add(resource);
        foreach (var colocation in ColocationLists.Follows(resource))
        {
            if (colocation.Score >= Score.Infinity && colocation.Primary.Kind == ResourceKind.Primitive)
            {
                CollectColocated(colocation.Primary, found);
            }
        }

        foreach (var colocation in ColocationLists.Followers(resource))
        {
            if (colocation.Score < Score.Infinity)
            {
                continue;
            }

            foreach (var primitive in colocation.Dependent.IsClone ? [] : colocation.Dependent.Primitives())
            {
                CollectColocated(primitive, found);
            }
        }
    }

    private static void Change(Resource resource, Node node, int sign)
    {
        foreach (var (name, amount) in resource.Settings.Utilization)
        {
            if (node.Capacity.TryGetValue(name, out var have))
            {
                node.Capacity[name] = have + (sign * amount);
            }
        }
    }

    private static int Sign(int difference) => Math.Sign(difference);
}
