namespace Microkernel.Scheduling.Engine;

/// <summary>
/// The order in which instances of a clone are placed: active ones first, those on nodes with few of them before those
/// on crowded ones, failed ones later, inactive ones last.
/// </summary>
internal static class InstanceOrder
{
    public static int Compare(Resource a, Resource b)
    {
        if (a.IsActive && b.IsActive && a.RunningOn.Count != b.RunningOn.Count)
        {
            return a.RunningOn.Count.CompareTo(b.RunningOn.Count);
        }

        var (nodeA, canA) = UsableNode(a);
        var (nodeB, canB) = UsableNode(b);
        if (canA != canB)
        {
            return canA ? -1 : 1;
        }

        if (a.Priority != b.Priority)
        {
            return b.Priority.CompareTo(a.Priority);
        }

        if (nodeA is null || nodeB is null)
        {
            return nodeA is null && nodeB is null ? ByName(a, b) : nodeA is null ? 1 : -1;
        }

        if (nodeA.IsAvailable != nodeB.IsAvailable)
        {
            return nodeA.IsAvailable ? -1 : 1;
        }

        var (clone, counts) = (a.Parent!, a.Parent!.InstanceCounts);
        if (clone.Allowed.Has(nodeA.Index) != clone.Allowed.Has(nodeB.Index))
        {
            return clone.Allowed.Has(nodeA.Index) ? -1 : 1;
        }

        if (counts[nodeA.Index] != counts[nodeB.Index])
        {
            return counts[nodeA.Index].CompareTo(counts[nodeB.Index]);
        }

        var (failedA, failedB) = (a.Any(r => r.Failed), b.Any(r => r.Failed));
        if (failedA != failedB)
        {
            return failedA ? 1 : -1;
        }

        var byColocation = CompareByColocation(clone, nodeA, nodeB);
        return byColocation != 0 ? byColocation : ByName(a, b);
    }

    private static (Node? Node, bool Can) UsableNode(Resource instance)
    {
        if (!instance.IsActive)
        {
            return (null, true);
        }

        var node = instance.RunningOn[0];
        return instance.Allowed.Has(node.Index) && instance.Allowed[node.Index] >= 0 ? (node, true) : (null, false);
    }

    private static int CompareByColocation(Resource clone, Node a, Node b)
    {
        if (a == b || (clone.Follows.Count == 0 && clone.Followers.Count == 0))
        {
            return 0;
        }

        var worth = new NodeTable(clone.Allowed.Length);
        worth[a.Index] = clone.Allowed[a.Index];
        worth[b.Index] = clone.Allowed[b.Index];
        foreach (var colocation in clone.Follows)
        {
            worth = ScoreMerging.Merge(colocation.Primary, worth, colocation.Attribute, colocation.Factor,
                MergeFlags.None);
        }

        foreach (var colocation in clone.Followers)
        {
            if (colocation.HasInfluence())
            {
                worth = ScoreMerging.Merge(colocation.Dependent, worth, colocation.Attribute, colocation.Factor,
                    MergeFlags.KeepPositive);
            }
        }

        return worth[b.Index].CompareTo(worth[a.Index]);
    }

    private static int ByName(Resource a, Resource b) => NumberOf(a) is { } x && NumberOf(b) is { } y
        ? x.CompareTo(y) : string.CompareOrdinal(a.Id, b.Id);

    private static int? NumberOf(Resource instance) =>
        int.TryParse(instance.Id.AsSpan(instance.Id.LastIndexOf(':') + 1), out var number) ? number : null;
}
