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

    /// <summary>
    /// Keys of a leaf; of a branch a lower bound for each child, the first of which is not looked at.
    /// </summary>
    public byte[][] Keys { get; } = new byte[Capacity][];

    /// <summary>
    /// Finds a key among the first <see cref="Count"/>; the complement of the place to insert it if absent.
    /// </summary>
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
