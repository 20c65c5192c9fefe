using Google.Protobuf;

namespace Microkernel.Store.Mvcc;

/// <summary>One key, the keys from one to before another, or all from one on.</summary>
internal readonly struct KeyRange
{
    private readonly ReadOnlyMemory<byte> _end;

    /// <summary>Takes a key and a range end as requests have them.</summary>
    /// <param name="key">The key, or the first of the range.</param>
    /// <param name="rangeEnd">Empty: only the key. One zero byte: no end. Otherwise the end, exclusive.</param>
    public KeyRange(ByteString key, ByteString rangeEnd)
    {
        Start = key.Memory;
        _end = rangeEnd.Memory;
        IsSingle = rangeEnd.IsEmpty;
        HasEnd = !(rangeEnd.Length == 1 && rangeEnd[0] == 0);
    }

    /// <summary>Gets the range of all keys.</summary>
    public static KeyRange All { get; } = new(ByteString.CopyFrom(0), ByteString.CopyFrom(0));

    public ReadOnlyMemory<byte> Start { get; }

    /// <summary>Gets whether the range is one key.</summary>
    public bool IsSingle { get; }

    /// <summary>Gets whether <see cref="End"/> bounds the range.</summary>
    public bool HasEnd { get; }

    public ReadOnlySpan<byte> End => _end.Span;

    /// <summary>Gets whether no key can be in the range.</summary>
    public bool IsEmpty => !IsSingle && HasEnd && Start.Span.SequenceCompareTo(End) >= 0;

    public bool Contains(ReadOnlySpan<byte> key) => IsSingle
        ? Start.Span.SequenceEqual(key)
        : Start.Span.SequenceCompareTo(key) <= 0 && IsBeforeEnd(key);

    /// <summary>Tells whether a key that is not before <see cref="Start"/> is in the range.</summary>
    public bool IsBeforeEnd(ReadOnlySpan<byte> key)
    {
        if (IsSingle)
            return Start.Span.SequenceEqual(key);
        return !HasEnd || key.SequenceCompareTo(End) < 0;
    }

    /// <summary>Tells whether any key could be in both ranges.</summary>
    public bool Overlaps(in KeyRange other)
    {
        if (IsSingle)
            return other.Contains(Start.Span);
        if (other.IsSingle)
            return Contains(other.Start.Span);
        return (!HasEnd || other.Start.Span.SequenceCompareTo(End) < 0)
            && (!other.HasEnd || Start.Span.SequenceCompareTo(other.End) < 0);
    }
}
