namespace Microkernel.Store.Mvcc;

/// <summary>Counts the live keys of a range without visiting them.</summary>
internal static class KeyCount
{
    public static int Of(KeyNode root, in KeyRange range)
    {
        int start = Before(root, range.Start.Span);
        int end = range.HasEnd ? Before(root, range.End) : root.Live;
        return Math.Max(0, end - start);
    }

    private static int Before(KeyNode node, ReadOnlySpan<byte> key)
    {
        int count = 0;
        while (node is KeyBranch branch)
        {
            int child = branch.ChildOf(key);
            for (int i = 0; i < child; i++)
                count += branch.Children[i].Live;
            node = branch.Children[child];
        }

        var leaf = (KeyLeaf)node;
        int found = leaf.Search(key, from: 0);
        int end = found >= 0 ? found : ~found;
        for (int i = 0; i < end; i++)
            count += leaf.Heads[i].IsLive ? 1 : 0;
        return count;
    }
}
