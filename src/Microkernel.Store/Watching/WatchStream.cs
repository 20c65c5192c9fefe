using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Etcdserverpb;
using Microkernel.Store.Replication;
using Mvccpb;

namespace Microkernel.Store.Watching;

/// <summary>Any number of watches that share one stream of responses.</summary>
internal sealed class WatchStream : IDisposable
{
    /// <summary>Requests that a client may be ahead of the answers.</summary>
    private const int RequestsMax = 64;

    private static readonly object Tick = new();

    private readonly ReplicatedKeyValueStore _store;
    private readonly WatchReader _reader;
    private readonly SemaphoreSlim _requestSlots = new(RequestsMax);
    private readonly Dictionary<long, Watcher> _watchers = [];

    // Holds requests, which are counted; watches, each at most once; and ticks, at most one.
    private readonly Channel<object> _inbox = Channel.CreateUnbounded<object>(
        new UnboundedChannelOptions { SingleReader = true });

    private long _nextId;
    private bool _progressWanted;
    private int _tickWaits;

    public WatchStream(ReplicatedKeyValueStore store)
    {
        _store = store;
        _reader = new WatchReader(store.Replica);
    }

    /// <summary>Hands a request to the stream, as soon as it has room for it.</summary>
    public async Task PostAsync(WatchRequest request, CancellationToken cancellationToken)
    {
        await _requestSlots.WaitAsync(cancellationToken);
        _inbox.Writer.TryWrite(request);
    }

    /// <summary>Ends the stream after what was posted.</summary>
    public void Complete() => _inbox.Writer.TryComplete();

    /// <summary>Does what is posted and reports what happens, until cancelled or completed.</summary>
    public async IAsyncEnumerable<WatchResponse> RunAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var period = _store.Options.WatchProgressPeriod;
        await using var timer = _store.Time.CreateTimer(OnTick, null, period, period);
        try
        {
            await foreach (var item in _inbox.Reader.ReadAllAsync(cancellationToken))
            {
                foreach (var response in Do(item))
                    yield return response;
                if (_progressWanted && TryProgress(-1, _watchers.Values) is { } progress)
                {
                    _progressWanted = false;
                    yield return progress;
                }
            }
        }
        finally
        {
            foreach (var watcher in _watchers.Values)
                _store.Replica.Watches.Close(watcher);
            _watchers.Clear();
        }
    }

    public void Dispose() => _requestSlots.Dispose();

    private IEnumerable<WatchResponse> Do(object item)
    {
        switch (item)
        {
            case Watcher watcher:
                return Deliver(watcher);
            case WatchRequest request:
                _requestSlots.Release();
                return Do(request);
            default:
                Volatile.Write(ref _tickWaits, 0);
                return ReportQuiet();
        }
    }

    private IEnumerable<WatchResponse> Do(WatchRequest request)
    {
        switch (request.RequestUnionCase)
        {
            case WatchRequest.RequestUnionOneofCase.CreateRequest:
                return [Create(request.CreateRequest)];
            case WatchRequest.RequestUnionOneofCase.CancelRequest:
                if (!_watchers.Remove(request.CancelRequest.WatchId, out var watcher))
                    return [];
                _store.Replica.Watches.Close(watcher);
                return [new WatchResponse { Header = _store.Header(), WatchId = watcher.Id, Canceled = true }];
            case WatchRequest.RequestUnionOneofCase.ProgressRequest:
                _progressWanted = true;
                return [];
            default:
                return [];
        }
    }

    private WatchResponse Create(WatchCreateRequest request)
    {
        long id = request.WatchId;
        if (id == 0)
        {
            while (_watchers.ContainsKey(_nextId))
                _nextId++;
            id = _nextId++;
        }
        else if (_watchers.ContainsKey(id))
        {
            return Refuse("mvcc: duplicate watch ID provided on the WatchStream");
        }

        var watcher = new Watcher(request, id, ready => _inbox.Writer.TryWrite(ready));
        if (watcher.Range.IsEmpty)
            return Refuse("mvcc: watcher range is empty");
        _watchers.Add(id, watcher);
        long revision = _store.Replica.Watches.Open(watcher, request.StartRevision);
        return new WatchResponse { Header = Header(revision), WatchId = id, Created = true };
    }

    private WatchResponse Refuse(string reason) => new()
    {
        Header = _store.Header(),
        WatchId = -1,
        Created = true,
        Canceled = true,
        CancelReason = reason,
    };

    private IEnumerable<WatchResponse> Deliver(Watcher watcher)
    {
        watcher.Acknowledge();
        if (!_watchers.ContainsKey(watcher.Id))
            return [];
        var events = new List<Event>();
        switch (_reader.Take(watcher, events))
        {
            case WatchTake.Events:
                watcher.Quiet = false;
                return WatchFragments.Split(watcher, events, _store.Options.RequestSizeBytesMax, Header);
            case WatchTake.Again:
                watcher.Signal();
                return [];
            case WatchTake.Compacted:
                _watchers.Remove(watcher.Id);
                _store.Replica.Watches.Close(watcher);
                return [Compacted(watcher)];
            default:
                return [];
        }
    }

    private WatchResponse Compacted(Watcher watcher) => new()
    {
        Header = _store.Header(),
        WatchId = watcher.Id,
        Canceled = true,
        CompactRevision = _store.Replica.View().FirstChange,
        CancelReason = StoreError.Compacted.Status.Detail,
    };

    private IEnumerable<WatchResponse> ReportQuiet()
    {
        foreach (var watcher in _watchers.Values.Where(watcher => watcher.ProgressNotify))
        {
            if (watcher.Quiet && TryProgress(watcher.Id, [watcher]) is { } progress)
                yield return progress;
            watcher.Quiet = true;
        }
    }

    private WatchResponse? TryProgress(long id, IEnumerable<Watcher> watchers) =>
        _reader.Progress(watchers) is > 0 and var revision
            ? new WatchResponse { Header = Header(revision), WatchId = id }
            : null;

    private ResponseHeader Header(long revision)
    {
        var header = new ResponseHeader { Revision = revision };
        _store.Complete(header);
        return header;
    }

    private void OnTick(object? state)
    {
        if (Interlocked.Exchange(ref _tickWaits, 1) == 0)
            _inbox.Writer.TryWrite(Tick);
    }
}
