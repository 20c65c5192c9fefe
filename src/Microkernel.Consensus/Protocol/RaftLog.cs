using Microkernel.Raft.V1;

namespace Microkernel.Consensus.Protocol;

/// <summary>
/// The entries that a member holds in memory: those behind the last compaction, durable or not.
/// </summary>
internal sealed class RaftLog
{
    private readonly List<Entry> _entries = [];
    private Position _base;

    public RaftLog(Position @base, IEnumerable<Entry> entries)
    {
        _base = @base;
        foreach (var entry in entries)
        {
            Append(entry);
        }
    }

    /// <summary>The place just before the first entry.</summary>
    public Position Base => _base;

    public ulong FirstIndex => _base.Index + 1;

    public ulong LastIndex => _base.Index + (ulong)_entries.Count;

    public Position Last => _entries.Count == 0 ? _base : new Position(LastIndex, _entries[^1].Term);

    /// <summary>The highest committed index.</summary>
    public ulong Committed { get; private set; }

    /// <summary>Returns the term of an entry; null when the log does not hold the place.</summary>
    public ulong? TermAt(ulong index)
    {
        if (index == _base.Index)
        {
            return _base.Term;
        }

        return index < _base.Index || index > LastIndex ? null : this[index].Term;
    }

    public Entry this[ulong index] => _entries[(int)(index - FirstIndex)];

    public void Append(Entry entry)
    {
        Invariant.Holds(entry.Index == LastIndex + 1, "entries follow each other");
        Invariant.Holds(entry.Term >= Last.Term, "terms never fall along the log");
        _entries.Add(entry);
    }

    /// <summary>Removes the entry at <paramref name="index"/> and all behind it.</summary>
    public void TruncateFrom(ulong index)
    {
        Invariant.Holds(index > Committed, "a committed entry is never removed");
        var keep = (int)(index - FirstIndex);
        _entries.RemoveRange(keep, _entries.Count - keep);
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
        _entries.RemoveRange(0, (int)(index - _base.Index));
        _base = new Position(index, term!.Value);
    }

    /// <summary>Drops everything; the log goes on behind a snapshot.</summary>
    public void ResetTo(Position position)
    {
        _entries.Clear();
        _base = position;
        Committed = position.Index;
    }

    /// <summary>
    /// Finds the highest place at or below <paramref name="position"/> whose term is not above its term: above it two
    /// logs cannot agree, so a leader skips whole terms at a time (Raft paper, end of section 5.3).
    /// </summary>
    public Position FindAgreement(Position position)
    {
        var index = Math.Min(position.Index, LastIndex);
        while (index > _base.Index && this[index].Term > position.Term)
        {
            index--;
        }

        return new Position(index, TermAt(index) ?? 0);
    }

    /// <summary>Takes entries from an index on: at least one if there is one, at most about so many bytes.</summary>
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

    /// <summary>Tells whether a range holds a change of the membership.</summary>
    public bool HasConfigurationChange(ulong from, ulong through)
    {
        for (var index = Math.Max(from, FirstIndex); index <= through && index <= LastIndex; index++)
        {
            if (this[index].PayloadCase == Entry.PayloadOneofCase.Configuration)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>About how many bytes an entry takes, without walking it.</summary>
    public static int SizeOf(Entry entry) => 48 + (entry.PayloadCase switch
    {
        Entry.PayloadOneofCase.Command => entry.Command.Length,
        Entry.PayloadOneofCase.Configuration => entry.Configuration.CalculateSize(),
        _ => 0,
    });
}
