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

        return [.. cluster.Resources.Order(Comparer<Resource>.Create(Compare))];
    }

    private static int Compare(Resource a, Resource b)
    {
        if (a.Priority != b.Priority)
        {
            return b.Priority.CompareTo(a.Priority);
        }

        // Who is somewhere has more to lose than who is nowhere.
        var (nodeA, nodeB) = (Current(a), Current(b));
        var (scoreA, scoreB) = (ScoreAt(a, nodeA), ScoreAt(b, nodeB));
        if (scoreA != scoreB)
        {
            return scoreB.CompareTo(scoreA);
        }

        foreach (var node in a.Cluster.Nodes)
        {
            (scoreA, scoreB) = (ScoreAt(a, node), ScoreAt(b, node));
            if (scoreA != scoreB)
            {
                return scoreB.CompareTo(scoreA);
            }
        }

        return 0;
    }

    private static Node? Current(Resource resource) =>
        resource.Primitives().Select(p => p.RunningOn.FirstOrDefault()).FirstOrDefault(n => n is not null);

    private static int ScoreAt(Resource resource, Node? node) =>
        node is null || !resource.Allowed.Has(node.Index) ? Score.MinusInfinity : resource.Allowed[node.Index];
}
