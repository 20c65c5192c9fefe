using Etcdserverpb;
using Google.Protobuf;
using Grpc.Core;

namespace Microkernel.Store.Elections;

/// <summary>
/// Has one of several candidates lead: the one that holds a key that lives no longer than its holder's lease.
/// </summary>
/// <remarks>
/// A candidate takes itself for the leader only while its lease lives by its own clock, counted from before the renewal
/// was asked for. What a leader writes should still compare something that its successor changes first.
/// </remarks>
public sealed class LeaderElection : IDisposable
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(100);

    private readonly IKeyValueStore _store;
    private readonly LeaderElectionOptions _options;
    private readonly TimeProvider _time;
    private readonly ByteString _key;
    private readonly ElectionLease _lease;
    private readonly Lock _sync = new();
    private ElectionState _state = ElectionState.Unknown;
    private (ulong Term, string Leader) _holder = (0, "");
    private long? _restSince;

    /// <summary>Creates a candidate; <see cref="RunAsync"/> has it stand.</summary>
    /// <param name="store">Where the key is.</param>
    /// <param name="options">Who stands.</param>
    /// <param name="time">The clock.</param>
    public LeaderElection(IKeyValueStore store, LeaderElectionOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        (_store, _options, _time) = (store, options, time);
        _key = ByteString.CopyFromUtf8(options.Key);
        _lease = new ElectionLease(store, options.TimeToLive, time, Update);
    }

    /// <summary>Raised when the state has changed; on any thread.</summary>
    public event Action? Changed;

    /// <summary>Gets what this candidate knows now.</summary>
    public ElectionState State
    {
        get
        {
            Update();
            lock (_sync)
                return _state;
        }
    }

    /// <summary>Stands for election, again and again, until cancelled; then gives the key up.</summary>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                using var lost = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                long id = await _lease.GrantAsync(cancellationToken);
                var keeping = _lease.KeepAsync(lost);
                try
                {
                    await StandAsync(id, lost.Token);
                }
                finally
                {
                    await lost.CancelAsync();
                    await keeping;
                }
            }
            catch (Exception e) when (e is RpcException or OperationCanceledException)
            {
                Hold(0, "");
                await Task.Delay(RetryDelay, _time, CancellationToken.None);
            }
        }

        await _lease.RevokeAsync();
    }

    /// <summary>Gives the key up, lets others go first, and waits until one of them has it.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="RpcException">UNAVAILABLE: nobody took it within twice its time to live.</exception>
    public async Task ResignAsync(CancellationToken cancellationToken)
    {
        var state = State;
        if (!state.IsLeader)
            return;
        _restSince = _time.GetTimestamp();
        var mine = new Compare { Key = _key, Target = Compare.Types.CompareTarget.Create, CreateRevision = (long)state.Term };
        var request = new TxnRequest { Compare = { mine } };
        request.Success.Add(new RequestOp { RequestDeleteRange = new DeleteRangeRequest { Key = _key } });
        await _store.TxnAsync(request, cancellationToken);
        long start = _time.GetTimestamp();
        while (State is { Leader: var leader } && (leader.Length == 0 || leader == _options.Candidate))
        {
            if (_time.GetElapsedTime(start) > 2 * _options.TimeToLive)
                throw new RpcException(new Status(StatusCode.Unavailable, "nobody else took over the leadership"));
            await Task.Delay(RetryDelay, _time, cancellationToken);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _lease.Dispose();

    private async Task StandAsync(long lease, CancellationToken cancellationToken)
    {
        while (true)
        {
            long revision = await TakeAsync(lease, cancellationToken);
            if (!await WaitUntilFreeAsync(revision + 1, cancellationToken))
                continue;
            Hold(_holder.Term, "");
            var rest = _options.Patience;
            if (_restSince is { } since && _time.GetElapsedTime(since) < _options.TimeToLive)
                rest += _options.TimeToLive - _time.GetElapsedTime(since);
            if (rest > TimeSpan.Zero)
                await Task.Delay(rest, _time, cancellationToken);
        }
    }

    /// <summary>Takes the key if it is free; returns the revision as of which its holder is known.</summary>
    private async Task<long> TakeAsync(long lease, CancellationToken cancellationToken)
    {
        var free = new Compare { Key = _key, Target = Compare.Types.CompareTarget.Create, CreateRevision = 0 };
        var request = new TxnRequest { Compare = { free } };
        request.Success.Add(new RequestOp
        {
            RequestPut = new PutRequest
            {
                Key = _key,
                Value = ByteString.CopyFromUtf8(_options.Candidate),
                Lease = lease,
            },
        });
        request.Failure.Add(new RequestOp { RequestRange = new RangeRequest { Key = _key } });
        var response = await _store.TxnAsync(request, cancellationToken);
        if (response.Succeeded)
        {
            Hold((ulong)response.Header.Revision, _options.Candidate);
            return response.Header.Revision;
        }

        // The holder may be this candidate with another lease, from before it was restarted: that one has to end first.
        var holder = response.Responses[0].ResponseRange.Kvs[0];
        bool isFormer = holder.Lease != lease && holder.Value.ToStringUtf8() == _options.Candidate;
        Hold((ulong)holder.CreateRevision, isFormer ? "" : holder.Value.ToStringUtf8());
        return response.Header.Revision;
    }

    /// <summary>Returns false when it is not known: the watch was cut off, and the key has to be read again.</summary>
    private async Task<bool> WaitUntilFreeAsync(long revision, CancellationToken cancellationToken)
    {
        var request = new WatchCreateRequest { Key = _key, StartRevision = revision };
        await foreach (var response in _store.WatchAsync(request, cancellationToken))
        {
            if (response.Canceled)
                break;
            if (response.Events.Any(one => one.Type == Mvccpb.Event.Types.EventType.Delete))
                return true;
        }

        return false;
    }

    private void Hold(ulong term, string leader)
    {
        lock (_sync)
            _holder = (Math.Max(term, _holder.Term), leader);
        Update();
    }

    private void Update()
    {
        lock (_sync)
        {
            bool isInTouch = _lease.IsAlive;
            var now = new ElectionState(
                isInTouch, isInTouch && _holder.Leader == _options.Candidate, _holder.Term, _holder.Leader);
            if (now == _state)
                return;
            _state = now;
        }

        Changed?.Invoke();
    }
}
