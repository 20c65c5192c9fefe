using Microkernel.Consensus.Protocol;
using Microkernel.Raft.V1;

namespace Microkernel.Consensus.Storage;

/// <summary>Rebuilds hard state and entries from the frames of a log, in order.</summary>
internal sealed class RecoveredLog
{
    private readonly List<Entry> _entries = [];
    private Position? _reset;

    public HardState HardState { get; private set; } = new();

    /// <summary>The snapshot replaced what the log held: the log must be told before it goes on.</summary>
    public bool IsOverruledBySnapshot { get; private set; }

    public bool IsEmpty => _entries.Count == 0 && _reset is null && HardState.Term == 0;

    /// <summary>Takes in one frame.</summary>
    /// <exception cref="DamagedStorageException">The frame does not follow from those before it.</exception>
    public void Add(LogFrame frame, string file, long offset)
    {
        if (frame.HardState is not null)
        {
            HardState = frame.HardState;
        }

        if (frame.Reset is not null)
        {
            _reset = Position.From(frame.Reset);
            _entries.Clear();
        }

        foreach (var entry in frame.Entries)
        {
            Add(entry, file, offset);
        }
    }

    private void Add(Entry entry, string file, long offset)
    {
        if (_entries.Count == 0)
        {
            if (_reset is { } reset && entry.Index != reset.Index + 1)
            {
                throw new DamagedStorageException(
                    file, offset, $"entry {entry.Index} follows a snapshot that ends with entry {reset.Index}.");
            }

            _entries.Add(entry);
            return;
        }

        var first = _entries[0].Index;
        if (entry.Index < first && _reset is null)
        {
            // What is kept of the log begins with entries that were replaced later, from an earlier place on.
            _entries.Clear();
            _entries.Add(entry);
            return;
        }

        if (entry.Index < first || entry.Index > _entries[^1].Index + 1)
        {
            throw new DamagedStorageException(
                file, offset, $"entry {entry.Index} does not follow entries {first} to {_entries[^1].Index}.");
        }

        var keep = (int)(entry.Index - first);
        _entries.RemoveRange(keep, _entries.Count - keep);
        _entries.Add(entry);
    }

    /// <summary>Joins the log with the newest snapshot.</summary>
    /// <exception cref="DamagedStorageException">They leave a gap, or less than what was committed.</exception>
    public RestoredState Restore(SnapshotMetadata? snapshot, string directory)
    {
        var start = Position.From(snapshot?.Position);
        var entries = EntriesBehind(start);
        if (_reset is { } reset && reset.Index > start.Index)
        {
            throw new DamagedStorageException(
                directory, 0, $"the log begins behind entry {reset.Index}, but the snapshot up to there is missing.");
        }

        if (entries.Count > 0 && entries[0].Index != start.Index + 1)
        {
            throw new DamagedStorageException(
                directory, 0, $"the log begins with entry {entries[0].Index}, the snapshot ends with {start.Index}.");
        }

        var last = entries.Count > 0 ? entries[^1].Index : start.Index;
        if (HardState.Commit > last)
        {
            throw new DamagedStorageException(
                directory, 0, $"the log ends with entry {last}, though entry {HardState.Commit} was committed.");
        }

        return new RestoredState(HardState, snapshot, entries);
    }

    private List<Entry> EntriesBehind(Position start)
    {
        if (_entries.Count == 0)
        {
            IsOverruledBySnapshot = _reset is { } reset && reset.Index < start.Index;
            return _entries;
        }

        if (start.Index == 0 || _entries[0].Index == start.Index + 1)
        {
            return _entries;
        }

        // A received snapshot is stored before the log is told to forget what came before it. If the member stopped in
        // between, the log may be shorter than the snapshot or disagree with it: then the snapshot alone counts.
        var agrees = start.Index >= _entries[0].Index && start.Index <= _entries[^1].Index
            && _entries[(int)(start.Index - _entries[0].Index)].Term == start.Term;
        if (agrees)
        {
            return _entries.GetRange(
                (int)(start.Index - _entries[0].Index) + 1, (int)(_entries[^1].Index - start.Index));
        }

        IsOverruledBySnapshot = start.Index >= _entries[0].Index;
        return IsOverruledBySnapshot ? [] : _entries;
    }
}
