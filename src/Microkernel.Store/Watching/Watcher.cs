using Etcdserverpb;
using Microkernel.Store.Mvcc;
using Mvccpb;

namespace Microkernel.Store.Watching;

/// <summary>One watch: what it wants and what it has not been given yet.</summary>
/// <remarks>
/// While it keeps up, the hub hands it each revision's events. What waits is bounded: beyond that the hub forgets the
/// watch, and the watch reads on from the history, at its own pace, until it has caught up.
/// One consumer; the hub calls from the thread that applies.
/// </remarks>
internal sealed class Watcher
{
    /// <summary>The most events that wait in memory, apart from those of one revision that has more.</summary>
    private const int PendingEventsMax = 512;

    /// <summary>The same for their keys and values, in bytes.</summary>
    private const int PendingBytesMax = 1 << 20;

    private readonly Lock _sync = new();
    private readonly Queue<Event[]> _pending = new();
    private readonly Action<Watcher> _ready;
    private readonly bool _noPuts;
    private readonly bool _noDeletions;
    private List<Event>? _staged;
    private int _pendingEvents;
    private long _pendingBytes;
    private int _signalled;
    private volatile bool _synced;

    /// <param name="request">What to watch.</param>
    /// <param name="id">The watch's number on its stream.</param>
    /// <param name="ready">Called, from any thread, when there is something to take; must not block.</param>
    public Watcher(WatchCreateRequest request, long id, Action<Watcher> ready)
    {
        Id = id;
        Range = WatchRange.Of(request);
        PreviousValues = request.PrevKv;
        ProgressNotify = request.ProgressNotify;
        Fragment = request.Fragment;
        _noPuts = request.Filters.Contains(WatchCreateRequest.Types.FilterType.Noput);
        _noDeletions = request.Filters.Contains(WatchCreateRequest.Types.FilterType.Nodelete);
        _ready = ready;
    }

    public long Id { get; }

    public KeyRange Range { get; }

    public bool PreviousValues { get; }

    public bool ProgressNotify { get; }

    /// <summary>Gets or sets whether nothing was sent since progress was last looked at; for the consumer.</summary>
    public bool Quiet { get; set; }

    public bool Fragment { get; }

    /// <summary>Gets or sets whether the hub hands over events; set under the state's gate.</summary>
    public bool Synced
    {
        get => _synced;
        set => _synced = value;
    }

    /// <summary>
    /// Gets or sets the first revision that is wanted; what is before has been given. Guarded like that.
    /// </summary>
    public long Next { get; set; }

    /// <summary>Gets or sets whether the watch has ended; guarded by the state's gate.</summary>
    public bool Closed { get; set; }

    public bool Wants(KeyVersion version) => version.IsLive ? !_noPuts : !_noDeletions;

    /// <summary>Takes an event of the revision that is being applied.</summary>
    /// <returns>Whether it is the first of the revision.</returns>
    public bool Stage(Event change)
    {
        _staged ??= [];
        _staged.Add(change);
        return _staged.Count == 1;
    }

    /// <summary>Makes the staged events available.</summary>
    /// <returns>False if too much waits; the events are dropped, and the watch has to read them from history.</returns>
    public bool TryCommit()
    {
        var events = _staged!.ToArray();
        _staged.Clear();
        long bytes = 0;
        foreach (var change in events)
            bytes += change.Kv.Key.Length + change.Kv.Value.Length + (change.PrevKv?.Value.Length ?? 0);
        lock (_sync)
        {
            if (_pending.Count > 0 && (_pendingEvents + events.Length > PendingEventsMax
                || _pendingBytes + bytes > PendingBytesMax))
                return false;
            _pending.Enqueue(events);
            _pendingEvents += events.Length;
            _pendingBytes += bytes;
        }

        return true;
    }

    /// <summary>Takes all events that wait in memory; whole revisions, in order.</summary>
    public bool TryTakePending(List<Event> events)
    {
        lock (_sync)
        {
            while (_pending.TryDequeue(out var batch))
                events.AddRange(batch);
            (_pendingEvents, _pendingBytes) = (0, 0);
        }

        return events.Count > 0;
    }

    public bool HasPending
    {
        get
        {
            lock (_sync)
                return _pending.Count > 0;
        }
    }

    /// <summary>Tells the consumer to come, unless it was told and has not come yet.</summary>
    public void Signal()
    {
        if (Interlocked.Exchange(ref _signalled, 1) == 0)
            _ready(this);
    }

    /// <summary>Called by the consumer before it looks, so that what comes after is signalled again.</summary>
    public void Acknowledge() => Interlocked.Exchange(ref _signalled, 0);
}
