namespace Microkernel.Store.Mvcc;

/// <summary>A node of <see cref="KeyTree"/>.</summary>
internal abstract class KeyNode(long edition)
{
    /// <summary>The most keys of a leaf and children of a branch.</summary>
    public const int Capacity = 64;

    /// <summary>Gets the edition of the tree that may change this node in place.</summary>
    public long Edition { get; } = edition;

    /// <summary>Gets or sets the number of keys or children in use.</summary>
    public int Count { get; set; }

    /// <summary>Gets or sets the number of keys below that are not deleted.</summary>
    public int Live { get; set; }

    /// <summary>Keys of a leaf; of a branch a lower bound for each child, the first of which is not looked at.</summary>
    public byte[][] Keys { get; } = new byte[Capacity][];

    /// <summary>Finds a key among the first <see cref="Count"/>; the complement of the place to insert it if absent.</summary>
    public int Search(ReadOnlySpan<byte> key, int from)
    {
        int low = from, high = Count - 1;
        while (low <= high)
        {
            int middle = (low + high) >>> 1;
            int order = Keys[middle].AsSpan().SequenceCompareTo(key);
            if (order == 0)
                return middle;
            if (order < 0)
                low = middle + 1;
            else
                high = middle - 1;
        }

        return ~low;
    }
}

/// <summary>A node that holds keys.</summary>
internal sealed class KeyLeaf(long edition) : KeyNode(edition)
{
    /// <summary>Gets the newest version of each key.</summary>
    public KeyVersion[] Heads { get; } = new KeyVersion[Capacity];

    public KeyLeaf Copy(long edition)
    {
        var copy = new KeyLeaf(edition) { Count = Count, Live = Live };
        Array.Copy(Keys, copy.Keys, Count);
        Array.Copy(Heads, copy.Heads, Count);
        return copy;
    }

    public void Insert(int at, byte[] key, KeyVersion head)
    {
        Array.Copy(Keys, at, Keys, at + 1, Count - at);
        Array.Copy(Heads, at, Heads, at + 1, Count - at);
        Keys[at] = key;
        Heads[at] = head;
        Count++;
        if (head.IsLive)
            Live++;
    }

    public void Replace(int at, KeyVersion head)
    {
        Live += (head.IsLive ? 1 : 0) - (Heads[at].IsLive ? 1 : 0);
        Heads[at] = head;
    }

    public void RemoveAt(int at)
    {
        if (Heads[at].IsLive)
            Live--;
        Count--;
        Array.Copy(Keys, at + 1, Keys, at, Count - at);
        Array.Copy(Heads, at + 1, Heads, at, Count - at);
        Keys[Count] = null!;
        Heads[Count] = null!;
    }

    /// <summary>Moves the keys from a place on to a new leaf.</summary>
    public KeyLeaf SplitAt(int at, long edition)
    {
        var right = new KeyLeaf(edition) { Count = Count - at };
        Array.Copy(Keys, at, right.Keys, 0, right.Count);
        Array.Copy(Heads, at, right.Heads, 0, right.Count);
        for (int i = 0; i < right.Count; i++)
            right.Live += right.Heads[i].IsLive ? 1 : 0;
        Array.Clear(Keys, at, right.Count);
        Array.Clear(Heads, at, right.Count);
        Count = at;
        Live -= right.Live;
        return right;
    }
}

/// <summary>A node that holds nodes.</summary>
internal sealed class KeyBranch(long edition) : KeyNode(edition)
{
    public KeyNode[] Children { get; } = new KeyNode[Capacity];

    /// <summary>Finds the child that a key belongs to.</summary>
    public int ChildOf(ReadOnlySpan<byte> key)
    {
        int found = Search(key, from: 1);
        return found >= 0 ? found : ~found - 1;
    }

    public KeyBranch Copy(long edition)
    {
        var copy = new KeyBranch(edition) { Count = Count, Live = Live };
        Array.Copy(Keys, copy.Keys, Count);
        Array.Copy(Children, copy.Children, Count);
        return copy;
    }

    /// <summary>Adds a child; the caller accounts for the live keys.</summary>
    public void Insert(int at, byte[] lowerBound, KeyNode child)
    {
        Array.Copy(Keys, at, Keys, at + 1, Count - at);
        Array.Copy(Children, at, Children, at + 1, Count - at);
        Keys[at] = lowerBound;
        Children[at] = child;
        Count++;
    }

    /// <summary>Removes a child; the caller accounts for the live keys.</summary>
    public void RemoveAt(int at)
    {
        Count--;
        Array.Copy(Keys, at + 1, Keys, at, Count - at);
        Array.Copy(Children, at + 1, Children, at, Count - at);
        Keys[Count] = null!;
        Children[Count] = null!;
    }

    /// <summary>Moves the children from a place on to a new branch.</summary>
    public KeyBranch SplitAt(int at, long edition)
    {
        var right = new KeyBranch(edition) { Count = Count - at };
        Array.Copy(Keys, at, right.Keys, 0, right.Count);
        Array.Copy(Children, at, right.Children, 0, right.Count);
        for (int i = 0; i < right.Count; i++)
            right.Live += right.Children[i].Live;
        Array.Clear(Keys, at, right.Count);
        Array.Clear(Children, at, right.Count);
        Count = at;
        Live -= right.Live;
        return right;
    }
}
