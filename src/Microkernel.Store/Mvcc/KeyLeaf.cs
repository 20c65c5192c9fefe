namespace Microkernel.Store.Mvcc;

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
