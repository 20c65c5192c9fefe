using Etcdserverpb;
using Google.Protobuf;
using Microkernel.Store;

namespace Microkernel.Core.State;

/// <summary>Follows the store and keeps the <see cref="ClusterSnapshot"/> of this node current.</summary>
internal sealed partial class ClusterTracker(IKeyValueStore store, TimeProvider time, ILogger<ClusterTracker> logger)
    : BackgroundService
{
    private static readonly ByteString RootKey = ByteString.CopyFromUtf8(StateKeys.Root);
    private static readonly ByteString RootEnd = KeyPrefix.EndOf(RootKey);
    private static readonly TimeSpan RetryInterval = TimeSpan.FromMilliseconds(100);

    private readonly Lock _lock = new();
    private readonly List<(long Revision, TaskCompletionSource Reached)> _waiters = [];
    private volatile ClusterSnapshot _current = ClusterSnapshot.Empty;

    /// <summary>The snapshot changed.</summary>
    public event Action? Changed;

    /// <summary>What this node has of the store.</summary>
    public ClusterSnapshot Current => _current;

    /// <summary>Waits until this node has a revision.</summary>
    public async Task<ClusterSnapshot> WaitForAsync(long revision, CancellationToken ct)
    {
        Task reached;
        lock (_lock)
        {
            if (_current.Revision >= revision) return _current;
            var source = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiters.Add((revision, source));
            reached = source.Task;
        }
        await reached.WaitAsync(ct);
        return _current;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await FollowAsync(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                LogRestart(logger, e.Message);
                await Task.Delay(RetryInterval, time, stoppingToken)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException)
            {
                break;
            }
        }
    }

    private async Task FollowAsync(CancellationToken ct)
    {
        var all = await store.RangeAsync(
            new RangeRequest { Key = RootKey, RangeEnd = RootEnd, Serializable = true }, ct);
        var snapshot = ClusterSnapshot.Empty;
        foreach (var pair in all.Kvs)
            snapshot = snapshot.With(pair.Key.ToStringUtf8(), pair.Value, pair.ModRevision);
        Publish(snapshot with { Revision = all.Header.Revision });

        var watch = new WatchCreateRequest
        {
            Key = RootKey,
            RangeEnd = RootEnd,
            StartRevision = all.Header.Revision + 1,
            ProgressNotify = true,
        };
        await foreach (var response in store.WatchAsync(watch, ct))
        {
            if (response.Canceled) throw new InvalidOperationException(response.CancelReason);
            snapshot = _current;
            foreach (var change in response.Events)
                snapshot = snapshot.With(
                    change.Kv.Key.ToStringUtf8(),
                    change.Type == Mvccpb.Event.Types.EventType.Put ? change.Kv.Value : null,
                    change.Kv.ModRevision);
            Publish(snapshot with { Revision = Math.Max(snapshot.Revision, response.Header.Revision) });
        }
        throw new InvalidOperationException("the watch ended");
    }

    private void Publish(ClusterSnapshot snapshot)
    {
        lock (_lock)
        {
            _current = snapshot;
            foreach (var (revision, reached) in _waiters)
                if (revision <= snapshot.Revision)
                    reached.SetResult();
            _waiters.RemoveAll(waiter => waiter.Revision <= snapshot.Revision);
        }
        Changed?.Invoke();
    }
}
