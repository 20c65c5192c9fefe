using Microkernel.V1;

namespace Microkernel.Scheduling.Engine;

/// <summary>Who chooses first where nodes can be full: the important, then the greedy.</summary>
internal static class AssignmentOrder
{
    public static IReadOnlyList<Resource> Of(Cluster cluster)
    {
        if (cluster.Options.PlacementStrategy is PlacementStrategy.None)
        {
            return [.. cluster.Resources];
        }

        var all = new NodeTable(cluster.Nodes.Count);
        foreach (var node in cluster.Nodes)
        {
            all[node.Index] = node.BaseScore;
        }

        var nodes = NodeChoice.Sorted(cluster, all, null);
        var worth = cluster.Resources.ToDictionary(
            r => r, r => ScoreMerging.Merge(r, null, null, 1, MergeFlags.Follows));
        return [.. cluster.Resources.Order(
            Comparer<Resource>.Create((a, b) => Compare(a, b, worth, nodes)))];
    }

    private static int Compare(
        Resource a, Resource b, Dictionary<Resource, NodeTable> worth, List<Node> nodes)
    {
        if (a.Priority != b.Priority)
        {
            return b.Priority.CompareTo(a.Priority);
        }

        // Who is somewhere has more to lose than who is nowhere.
        var (nodeA, nodeB) = (Current(a), Current(b));
        var (scoreA, scoreB) = (ScoreAt(worth[a], nodeA), ScoreAt(worth[b], nodeB));
        if (scoreA != scoreB)
        {
            return scoreB.CompareTo(scoreA);
        }

        foreach (var node in nodes)
        {
            (scoreA, scoreB) = (ScoreAt(worth[a], node), ScoreAt(worth[b], node));
            if (scoreA != scoreB)
            {
                return scoreB.CompareTo(scoreA);
            }
        }

        return 0;
    }

    private static Node? Current(Resource resource) =>
        resource.Primitives().Select(p => p.RunningOn.FirstOrDefault()).FirstOrDefault(n => n is not null);

    private static int ScoreAt(NodeTable worth, Node? node) =>
        node is null || !worth.Has(node.Index) ? Score.MinusInfinity : worth[node.Index];
}
