using Microkernel.Store.Mvcc;
using Microkernel.Store.Replication;
using Mvccpb;

namespace Microkernel.Store.Watching;

/// <summary>What <see cref="WatchReader.Take"/> found.</summary>
internal enum WatchTake
{
    /// <summary>Nothing is there; the watch is signalled when something comes.</summary>
    Nothing,

    /// <summary>Events are there; there may be more.</summary>
    Events,

    /// <summary>Nothing so far, but there is more history to look at.</summary>
    Again,

    /// <summary>The watch wants what was compacted, and has ended.</summary>
    Compacted,
}

/// <summary>Takes a watch's events: from memory while it keeps up, from history while it does not.</summary>
internal sealed class WatchReader(StoreReplica replica)
{
    /// <summary>The most events of one take, if a revision does not have more.</summary>
    private const int EventsMax = 1000;

    /// <summary>The size of keys and values after which a take ends, in bytes.</summary>
    private const int SizeBytesMax = 1 << 20;

    /// <summary>The most changes that one take looks at, so that watches of one stream take turns.</summary>
    private const int ScanMax = 20_000;

    /// <summary>Takes what is there, in order, whole revisions only.</summary>
    /// <param name="watcher">The watch.</param>
    /// <param name="events">An empty list to fill.</param>
    public WatchTake Take(Watcher watcher, List<Event> events)
    {
        while (true)
        {
            if (watcher.TryTakePending(events))
            {
                // If the hub has given up on the watch, its signal may have been for this.
                if (!watcher.Synced)
                    watcher.Signal();
                return WatchTake.Events;
            }

            MvccState keys;
            RevisionLog.RevisionLogView log;
            long from;
            lock (replica.Gate)
            {
                if (watcher.Synced || watcher.Closed)
                    return WatchTake.Nothing;
                // The hub may have filled the memory and given up between the two looks.
                if (watcher.HasPending)
                    continue;
                keys = replica.Contents.Keys;
                if (watcher.Next < keys.FirstChange)
                    return WatchTake.Compacted;
                (log, from) = (keys.LogView(), watcher.Next);
            }

            long end = Scan(watcher, log, events);
            // The values before may have been freed meanwhile; the watch is then not complete.
            if (keys.ForgottenRevision >= from)
            {
                events.Clear();
                return WatchTake.Compacted;
            }

            if (end < log.End)
                watcher.Next = log[end].Revision;
            else if (log.IndexOf(from) < end)
                watcher.Next = log[end - 1].Revision + 1;
            bool synced = end == log.End && replica.Watches.TrySync(watcher, keys, log.End);
            if (events.Count > 0)
            {
                if (!synced)
                    watcher.Signal();
                return WatchTake.Events;
            }

            return synced ? WatchTake.Nothing : WatchTake.Again;
        }
    }

    /// <summary>Tells how far all of some watches are.</summary>
    /// <returns>The revision up to which they have been given all, or 0 if they have not been given all.</returns>
    public long Progress(IEnumerable<Watcher> watchers)
    {
        lock (replica.Gate)
        {
            foreach (var watcher in watchers)
            {
                if (!watcher.Synced || watcher.HasPending)
                    return 0;
            }

            return replica.Contents.Keys.Revision;
        }
    }

    private static long Scan(Watcher watcher, RevisionLog.RevisionLogView log, List<Event> events)
    {
        long start = log.IndexOf(watcher.Next);
        long index = start, revision = 0;
        int size = 0;
        for (; index < log.End; index++)
        {
            var change = log[index];
            bool full = events.Count >= EventsMax || size >= SizeBytesMax || index - start >= ScanMax;
            if (full && change.Revision != revision)
                break;
            revision = change.Revision;
            if (!watcher.Wants(change) || !watcher.Range.Contains(change.Data.Key.Span))
                continue;
            var made = WatchEvents.Of(change, watcher.PreviousValues);
            size += made.CalculateSize();
            events.Add(made);
        }

        return index;
    }
}
