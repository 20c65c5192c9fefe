namespace Microkernel.Store.Mvcc;

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
