using Microkernel.Raft.V1;

namespace Microkernel.Consensus.Protocol;

/// <summary>
/// The log behind the last compaction. All terms and the newest entries are in memory; older entries, which are durable
/// and applied, are on disk only.
/// </summary>
internal sealed class RaftLog
{
    private readonly List<Entry> _entries = [];
    private readonly TermRanges _terms = new();
    private Position _base;
    private ulong _firstCached;

    public RaftLog(Position @base, IEnumerable<Entry> entries)
    {
        _base = @base;
        _firstCached = @base.Index + 1;
        foreach (var entry in entries)
        {
            Append(entry);
        }
    }

    /// <summary>The place just before the first entry.</summary>
    public Position Base => _base;

    public ulong FirstIndex => _base.Index + 1;

    /// <summary>The first entry in memory; one above <see cref="LastIndex"/> when there is none.</summary>
    public ulong FirstCached => _firstCached;

    /// <summary>Bytes of the entries in memory, about.</summary>
    public long CachedBytes { get; private set; }

    public ulong LastIndex => _firstCached + (ulong)_entries.Count - 1;

    public Position Last => new(LastIndex, TermAt(LastIndex)!.Value);

    /// <summary>The highest committed index.</summary>
    public ulong Committed { get; private set; }

    /// <summary>Returns the term of an entry; null when the log does not hold the place.</summary>
    public ulong? TermAt(ulong index)
    {
        if (index == _base.Index)
        {
            return _base.Term;
        }

        if (index < _base.Index || index > LastIndex)
        {
            return null;
        }

        return index >= _firstCached ? this[index].Term : _terms.TermAt(index);
    }

    /// <summary>An entry in memory.</summary>
    public Entry this[ulong index] => _entries[(int)(index - _firstCached)];

    public void Append(Entry entry)
    {
        Invariant.Holds(entry.Index == LastIndex + 1, "entries follow each other");
        Invariant.Holds(entry.Term >= Last.Term, "terms never fall along the log");
        _entries.Add(entry);
        _terms.Append(entry.Index, entry.Term);
        CachedBytes += MemoryOf(entry);
    }

    /// <summary>Removes the entry at <paramref name="index"/> and all behind it.</summary>
    public void TruncateFrom(ulong index)
    {
        Invariant.Holds(index > Committed, "a committed entry is never removed");
        Invariant.Holds(index >= _firstCached, "only entries in memory are removed");
        _terms.TruncateFrom(index);
        Remove((int)(index - _firstCached), _entries.Count);
    }

    public void CommitTo(ulong index)
    {
        Invariant.Holds(index <= LastIndex, "only what the log holds is committed");
        Committed = Math.Max(Committed, index);
    }

    /// <summary>Forgets entries up to and including <paramref name="index"/>.</summary>
    public void CompactTo(ulong index)
    {
        if (index <= _base.Index)
        {
            return;
        }

        var term = TermAt(index);
        Invariant.Holds(term is not null && index <= Committed, "only committed entries are compacted");
        if (index == LastIndex)
        {
            _terms.Clear();
        }
        else
        {
            _terms.CompactTo(index);
        }

        _base = new Position(index, term!.Value);
        if (index >= _firstCached)
        {
            Remove(0, (int)(index + 1 - _firstCached));
            _firstCached = index + 1;
        }
    }

    /// <summary>
    /// Takes the oldest entries out of memory once they take more than so many bytes; at most up to
    /// <paramref name="through"/>, up to where all is durable and applied.
    /// </summary>
    public void Evict(long bytesMax, ulong through)
    {
        // A quarter at a time: the list moves as a whole.
        if (CachedBytes <= bytesMax + (bytesMax / 4))
        {
            return;
        }

        var count = 0;
        var bytes = CachedBytes;
        while (bytes > bytesMax && _firstCached + (ulong)count <= through)
        {
            bytes -= MemoryOf(_entries[count++]);
        }

        Remove(0, count);
        _firstCached += (ulong)count;
    }

    /// <summary>Drops everything; the log goes on behind a snapshot.</summary>
    public void ResetTo(Position position)
    {
        _entries.Clear();
        _terms.Clear();
        CachedBytes = 0;
        _base = position;
        _firstCached = position.Index + 1;
        Committed = position.Index;
    }

    /// <summary>
    /// Finds the highest place at or below <paramref name="position"/> whose term is not above its term: above it two
    /// logs cannot agree, so a leader skips whole terms at a time (Raft paper, end of section 5.3).
    /// </summary>
    public Position FindAgreement(Position position)
    {
        var index = Math.Min(position.Index, LastIndex);
        while (index > _base.Index && TermAt(index) > position.Term)
        {
            index--;
        }

        return new Position(index, TermAt(index) ?? 0);
    }

    /// <summary>
    /// Takes entries in memory from an index on: at least one if there is one, at most about so many bytes.
    /// </summary>
    public List<Entry> Slice(ulong from, ulong through, int bytesMax)
    {
        var slice = new List<Entry>();
        var bytes = 0;
        for (var index = from; index <= through && index <= LastIndex; index++)
        {
            var entry = this[index];
            bytes += SizeOf(entry);
            if (slice.Count > 0 && bytes > bytesMax)
            {
                break;
            }

            slice.Add(entry);
        }

        return slice;
    }

    /// <summary>Tells whether a range of entries in memory holds a change of who votes.</summary>
    public bool HasConfigurationChange(ulong from, ulong through)
    {
        for (var index = Math.Max(from, _firstCached); index <= through && index <= LastIndex; index++)
        {
            if (this[index].Configuration is { ChangeCase: not ConfigurationChange.ChangeOneofCase.Identity })
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>About how many bytes an entry takes on the wire and on disk, without walking it.</summary>
    public static int SizeOf(Entry entry) => 48 + (entry.PayloadCase switch
    {
        Entry.PayloadOneofCase.Command => entry.Command.Length,
        Entry.PayloadOneofCase.Configuration => entry.Configuration.CalculateSize(),
        _ => 0,
    });

    /// <summary>About how many bytes an entry takes in memory, with its objects' headers.</summary>
    private static int MemoryOf(Entry entry) => 208 + SizeOf(entry);

    private void Remove(int from, int to)
    {
        for (var i = from; i < to; i++)
        {
            CachedBytes -= MemoryOf(_entries[i]);
        }

        _entries.RemoveRange(from, to - from);
    }
}
