using Etcdserverpb;
using Grpc.Core;

namespace Microkernel.Store.Elections;

/// <summary>A candidate's lease, and until when it lives for sure.</summary>
internal sealed class ElectionLease : IDisposable
{
    /// <summary>The part of the time to live that is counted on: clocks do not run equally fast.</summary>
    private const double Trust = 0.9;

    /// <summary>How many times within its time to live the lease is renewed.</summary>
    private const int Renewals = 4;

    private readonly IKeyValueStore _store;
    private readonly TimeSpan _timeToLive;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private long _id;
    private long _renewedAt;
    private long _trustedTicks;

    /// <param name="store">Where it is granted.</param>
    /// <param name="timeToLive">How long it lives without renewal.</param>
    /// <param name="time">The clock.</param>
    /// <param name="changed">Told that it was renewed, or that it may have ended.</param>
    public ElectionLease(IKeyValueStore store, TimeSpan timeToLive, TimeProvider time, Action changed)
    {
        (_store, _timeToLive, _time) = (store, timeToLive, time);
        _timer = time.CreateTimer(_ => changed(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Gets whether the lease lives for sure.</summary>
    public bool IsAlive =>
        _time.GetElapsedTime(Volatile.Read(ref _renewedAt)).Ticks < Volatile.Read(ref _trustedTicks);

    /// <summary>Gets a new lease and returns its number.</summary>
    public async Task<long> GrantAsync(CancellationToken cancellationToken)
    {
        long asked = _time.GetTimestamp();
        var request = new LeaseGrantRequest { TTL = (long)Math.Ceiling(_timeToLive.TotalSeconds) };
        var granted = await _store.LeaseGrantAsync(request, cancellationToken);
        _id = granted.ID;
        Renewed(asked, granted.TTL);
        return _id;
    }

    /// <summary>Renews the lease until cancelled; cancels when it has ended.</summary>
    public async Task KeepAsync(CancellationTokenSource lost)
    {
        while (!lost.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(_timeToLive / Renewals, _time, lost.Token);
                using var attempt = CancellationTokenSource.CreateLinkedTokenSource(lost.Token);
                attempt.CancelAfter(_timeToLive / 2);
                long asked = _time.GetTimestamp();
                var kept = await _store.LeaseKeepAliveAsync(new LeaseKeepAliveRequest { ID = _id }, attempt.Token);
                if (kept.TTL <= 0)
                    break;
                Renewed(asked, kept.TTL);
            }
            catch (Exception e) when (e is RpcException or OperationCanceledException
                && IsAlive && !lost.IsCancellationRequested)
            {
                // Asked again, maybe at another member, until it is no use any more.
            }
            catch (Exception e) when (e is RpcException or OperationCanceledException)
            {
                break;
            }
        }

        Volatile.Write(ref _trustedTicks, 0);
        await lost.CancelAsync();
    }

    /// <summary>Ends the lease, if the store can be reached: others need not wait for its end.</summary>
    public async Task RevokeAsync()
    {
        Volatile.Write(ref _trustedTicks, 0);
        using var deadline = new CancellationTokenSource(_timeToLive, _time);
        try
        {
            if (_id != 0)
                await _store.LeaseRevokeAsync(new LeaseRevokeRequest { ID = _id }, deadline.Token);
        }
        catch (Exception e) when (e is RpcException or OperationCanceledException)
        {
            // Then it ends by itself.
        }
    }

    public void Dispose() => _timer.Dispose();

    private void Renewed(long asked, long seconds)
    {
        var lives = TimeSpan.FromSeconds(seconds) * Trust;
        Volatile.Write(ref _renewedAt, asked);
        Volatile.Write(ref _trustedTicks, lives.Ticks);
        var left = lives - _time.GetElapsedTime(asked);
        _timer.Change(left > TimeSpan.Zero ? left + TimeSpan.FromMilliseconds(1) : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }
}
