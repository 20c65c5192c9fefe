namespace Microkernel.Store.Upkeep;

/// <summary>Decides how far history is given up.</summary>
internal sealed class CompactionSchedule(StoreOptions options, TimeProvider time)
{
    /// <summary>
    /// How many times within the kept time the revision is noted: history lives up to a tenth longer.
    /// </summary>
    private const int NotesPerPeriod = 10;

    private readonly Queue<(long At, long Revision)> _notes = new();
    private long _lastNote;

    /// <summary>Returns the revision to compact to now, or 0.</summary>
    /// <param name="revision">The store's revision.</param>
    /// <param name="compactRevision">What it was last compacted to.</param>
    public long Next(long revision, long compactRevision)
    {
        long next = 0;
        // In steps of a tenth, so that the log does not fill with compactions.
        if (revision - compactRevision > options.HistoryRevisionsMax + (options.HistoryRevisionsMax / NotesPerPeriod))
            next = revision - options.HistoryRevisionsMax;
        if (options.HistoryKept is { } kept)
            next = Math.Max(next, NextByAge(revision, kept));
        return next > compactRevision ? next : 0;
    }

    private long NextByAge(long revision, TimeSpan kept)
    {
        if (_notes.Count == 0 || time.GetElapsedTime(_lastNote) >= kept / NotesPerPeriod)
        {
            _lastNote = time.GetTimestamp();
            _notes.Enqueue((_lastNote, revision));
        }

        long next = 0;
        while (_notes.TryPeek(out var note) && time.GetElapsedTime(note.At) >= kept)
            next = _notes.Dequeue().Revision;
        return next;
    }
}
