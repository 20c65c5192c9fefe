using Microkernel.Raft.V1;

namespace Microkernel.Consensus.Protocol;

/// <summary>
/// Entries for members that lag behind what is in memory. The caller reads them from disk, so that a member that is
/// down costs the leader no memory, and one that comes back costs it no waiting.
/// </summary>
internal sealed partial class RaftNode
{
    private List<LogFetch> _fetches = [];

    private void Fetch(ulong id, Progress progress)
    {
        progress.FetchingFrom = progress.Next;
        var through = Math.Min(_log.FirstCached - 1, _log.LastIndex);
        var terms = new TermRanges();
        var last = progress.Next;
        for (; last <= through && last - progress.Next < FetchEntriesMax; last++)
        {
            terms.Append(last, _log.TermAt(last)!.Value);
        }

        _fetches.Add(new LogFetch(id, progress.Next, last - 1, _options.AppendBytesMax, terms.TermAt));
    }

    private const int FetchEntriesMax = 4096;

    /// <summary>Takes in entries that were asked for; none when the disk no longer has them.</summary>
    public void Fetched(LogFetch fetch, IReadOnlyList<Entry> entries)
    {
        if (Role != RaftRole.Leader || !_progress.TryGetValue(fetch.To, out var progress)
            || progress.FetchingFrom != fetch.From)
        {
            return;
        }

        progress.FetchingFrom = 0;
        if (entries.Count == 0 || progress.Next != fetch.From || progress.IsPaused
            || _log.TermAt(fetch.From - 1) is not { } previousTerm)
        {
            // Compacted meanwhile, or no longer wanted: the next answer or heartbeat shows what is to be done.
            return;
        }

        Invariant.Holds(
            entries.All(entry => _log.TermAt(entry.Index) == entry.Term || entry.Index < _log.FirstIndex),
            "what was read back is what was written");
        SendAppend(fetch.To, progress, new Position(fetch.From - 1, previousTerm), [.. entries]);
        while (SendEntries(fetch.To, progress, evenIfNone: false))
        {
        }
    }
}
