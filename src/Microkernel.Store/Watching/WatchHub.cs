using Microkernel.Store.Mvcc;
using Microkernel.Store.Replication;
using Mvccpb;

namespace Microkernel.Store.Watching;

/// <summary>Hands each revision's events to the watches that want them.</summary>
internal sealed class WatchHub(StoreReplica replica)
{
    private readonly WatchIndex _index = new();
    private readonly HashSet<Watcher> _open = [];
    private readonly List<Watcher> _found = [];
    private readonly List<Watcher> _touched = [];

    /// <summary>Gets the number of open watches.</summary>
    public int Count
    {
        get
        {
            lock (replica.Gate)
                return _open.Count;
        }
    }

    /// <summary>Starts a watch.</summary>
    /// <param name="watcher">The watch.</param>
    /// <param name="startRevision">The first revision that it wants; 0 or less: the next one.</param>
    /// <returns>The store's revision.</returns>
    public long Open(Watcher watcher, long startRevision)
    {
        lock (replica.Gate)
        {
            watcher.Next = startRevision > 0 ? startRevision : replica.Contents.Keys.Revision + 1;
            watcher.Synced = watcher.Next > replica.Contents.Keys.Revision;
            if (watcher.Synced)
                _index.Add(watcher);
            _open.Add(watcher);
            if (!watcher.Synced)
                watcher.Signal();
            return replica.Contents.Keys.Revision;
        }
    }

    /// <summary>Ends a watch.</summary>
    public void Close(Watcher watcher)
    {
        lock (replica.Gate)
        {
            watcher.Closed = true;
            _open.Remove(watcher);
            if (watcher.Synced)
                _index.Remove(watcher);
            watcher.Synced = false;
        }
    }

    /// <summary>Hands over the changes of a new revision; the caller holds the gate.</summary>
    public void Publish(IReadOnlyList<KeyVersion> changes)
    {
        if (_open.Count == 0 || changes.Count == 0)
            return;
        long revision = changes[0].Revision;
        for (int i = 0; i < changes.Count; i++)
            Stage(changes[i]);
        foreach (var watcher in _touched)
        {
            if (!watcher.TryCommit())
            {
                _index.Remove(watcher);
                watcher.Synced = false;
                watcher.Next = revision;
            }

            watcher.Signal();
        }

        _touched.Clear();
    }

    /// <summary>Makes watches read the history after the state was replaced; the caller holds the gate.</summary>
    /// <param name="before">The revision of the state before: synced watches have been given all up to it.</param>
    public void Restart(long before)
    {
        foreach (var watcher in _open)
        {
            if (!watcher.Synced)
                continue;
            watcher.Next = Math.Max(watcher.Next, before + 1);
            if (watcher.Next > replica.Contents.Keys.Revision)
                continue;
            _index.Remove(watcher);
            watcher.Synced = false;
            watcher.Signal();
        }
    }

    /// <summary>Lets a watch that has read all history get events from the hub again.</summary>
    /// <param name="watcher">The watch.</param>
    /// <param name="keys">The state that it has read.</param>
    /// <param name="logEnd">Where the history ended that it has read.</param>
    /// <returns>False if there is more history by now.</returns>
    public bool TrySync(Watcher watcher, MvccState keys, long logEnd)
    {
        lock (replica.Gate)
        {
            if (watcher.Closed)
                return true;
            if (!ReferenceEquals(keys, replica.Contents.Keys) || keys.LogView().End != logEnd)
                return false;
            watcher.Next = Math.Max(watcher.Next, keys.Revision + 1);
            watcher.Synced = true;
            _index.Add(watcher);
            return true;
        }
    }

    private void Stage(KeyVersion change)
    {
        _index.Find(change.Data.Key, _found);
        Event? plain = null, full = null;
        foreach (var watcher in _found)
        {
            if (watcher.Next > change.Revision || !watcher.Wants(change))
                continue;
            var staged = watcher.PreviousValues
                ? full ??= WatchEvents.Of(change, withPrevious: true)
                : plain ??= WatchEvents.Of(change, withPrevious: false);
            if (watcher.Stage(staged))
                _touched.Add(watcher);
        }

        _found.Clear();
    }
}
