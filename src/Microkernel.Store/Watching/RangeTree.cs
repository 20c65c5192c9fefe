using Microkernel.Store.Mvcc;

namespace Microkernel.Store.Watching;

/// <summary>
/// The watches of ranges, found by a key that lies in them: a tree ordered by where ranges start, whose nodes know how
/// far the ranges below them reach (Cormen et al., Introduction to Algorithms, interval trees), balanced by chance
/// (Seidel and Aragon, Randomized Search Trees).
/// </summary>
internal sealed class RangeTree
{
    private Node? _root;

    // Only the shape of the tree depends on it, so that any fixed start will do.
    private uint _chance = 2_463_534_242;

    public void Add(Watcher watcher) => _root = Add(_root, watcher);

    public void Remove(Watcher watcher) => _root = Remove(_root, watcher);

    /// <summary>Adds the watches whose range holds a key to a list: those, and a path of the tree, are all it visits.</summary>
    public void Find(ReadOnlySpan<byte> key, List<Watcher> found) => Find(_root, key, found);

    private static void Find(Node? node, ReadOnlySpan<byte> key, List<Watcher> found)
    {
        while (node is not null && IsBefore(key, node.Reach))
        {
            Find(node.Left, key, found);
            if (node.Range.Start.Span.SequenceCompareTo(key) > 0)
                return;
            if (IsBefore(key, node.Range))
                found.AddRange(node.Watchers);
            node = node.Right;
        }
    }

    private static bool IsBefore(ReadOnlySpan<byte> key, in KeyRange range) =>
        !range.HasEnd || key.SequenceCompareTo(range.End) < 0;

    private static int Compare(in KeyRange a, in KeyRange b)
    {
        int order = a.Start.Span.SequenceCompareTo(b.Start.Span);
        return order != 0 ? order : CompareEnds(a, b);
    }

    private static int CompareEnds(in KeyRange a, in KeyRange b)
    {
        if (a.HasEnd && b.HasEnd)
            return a.End.SequenceCompareTo(b.End);
        return b.HasEnd.CompareTo(a.HasEnd);
    }

    private static Node? Remove(Node? node, Watcher watcher)
    {
        if (node is null)
            return null;
        int order = Compare(watcher.Range, node.Range);
        if (order < 0)
            node.Left = Remove(node.Left, watcher);
        else if (order > 0)
            node.Right = Remove(node.Right, watcher);
        else if (node.Watchers.Remove(watcher) && node.Watchers.Count == 0)
            return Join(node.Left, node.Right);
        node.Update();
        return node;
    }

    /// <summary>Joins two trees of which all of one is before all of the other.</summary>
    private static Node? Join(Node? left, Node? right)
    {
        if (left is null || right is null)
            return left ?? right;
        if (left.Chance >= right.Chance)
        {
            left.Right = Join(left.Right, right);
            left.Update();
            return left;
        }

        right.Left = Join(left, right.Left);
        right.Update();
        return right;
    }

    private Node Add(Node? node, Watcher watcher)
    {
        if (node is null)
            return new Node(watcher, NextChance());
        int order = Compare(watcher.Range, node.Range);
        if (order == 0)
        {
            node.Watchers.Add(watcher);
            return node;
        }

        if (order < 0)
        {
            node.Left = Add(node.Left, watcher);
            return node.Left.Chance > node.Chance ? RotateRight(node) : Updated(node);
        }

        node.Right = Add(node.Right, watcher);
        return node.Right.Chance > node.Chance ? RotateLeft(node) : Updated(node);
    }

    private static Node RotateRight(Node node)
    {
        var top = node.Left!;
        (node.Left, top.Right) = (top.Right, node);
        node.Update();
        return Updated(top);
    }

    private static Node RotateLeft(Node node)
    {
        var top = node.Right!;
        (node.Right, top.Left) = (top.Left, node);
        node.Update();
        return Updated(top);
    }

    private static Node Updated(Node node)
    {
        node.Update();
        return node;
    }

    /// <summary>Marsaglia's xorshift.</summary>
    private uint NextChance()
    {
        _chance ^= _chance << 13;
        _chance ^= _chance >> 17;
        return _chance ^= _chance << 5;
    }

    /// <summary>One range, with all the watches that have it.</summary>
    private sealed class Node(Watcher first, uint chance)
    {
        public KeyRange Range { get; } = first.Range;

        public HashSet<Watcher> Watchers { get; } = [first];

        public uint Chance => chance;

        public Node? Left { get; set; }

        public Node? Right { get; set; }

        /// <summary>Gets the range among this one and those below that ends last.</summary>
        public KeyRange Reach { get; private set; } = first.Range;

        public void Update()
        {
            Reach = Range;
            if (Left is not null && CompareEnds(Left.Reach, Reach) > 0)
                Reach = Left.Reach;
            if (Right is not null && CompareEnds(Right.Reach, Reach) > 0)
                Reach = Right.Reach;
        }
    }
}
