using Microkernel.Core.Drivers;
using Microkernel.Core.Drivers.Swapping;
using Microkernel.Driver.V1;

namespace Microkernel.Core.Heartbeat;

internal sealed partial class HeartbeatConfigurator
{
    async Task<string> IHeartbeatHandover.HandOverAsync(
        DriverConnection old, DriverConnection successor, CancellationToken ct)
    {
        await _configuring.WaitAsync(ct);
        try
        {
            if (Build(_tracker.Current) is not { } request) return "there are no rings yet";
            var wanted = _peers.All.Where(peer => peer.Change.State == PeerState.Heard)
                .Select(peer => peer.Change.Node).ToHashSet();
            _listeningTo = null;
            await ConfigureAsync(successor, request, ct);
            await WaitUntilHeardAsync(successor, wanted, request.Timeout.ToTimeSpan(), ct);
            _peers.Update(successor.Known.Peers);
            _listeningTo = successor;
            return wanted.Count == 0 ? "no peer is heard"
                : $"{string.Join(", ", wanted.Order())} heard by the new instance";
        }
        finally
        {
            _configuring.Release();
        }
    }

    async Task IHeartbeatHandover.TakeBackAsync(DriverConnection old, CancellationToken ct)
    {
        await _configuring.WaitAsync(ct);
        try
        {
            _listeningTo = old;
            if (Build(_tracker.Current) is { } request) await ConfigureAsync(old, request, ct);
        }
        finally
        {
            _configuring.Release();
            _signal.Set();
        }
    }

    private async Task WaitUntilHeardAsync(
        DriverConnection driver, IReadOnlySet<string> wanted, TimeSpan silence, CancellationToken ct)
    {
        var limit = silence * 2 > HandoverMin ? silence * 2 : HandoverMin;
        using var over = new CancellationTokenSource(limit, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, over.Token);
        while (true)
        {
            var next = driver.Known.NextChange;
            var heard = driver.Known.Peers.Where(peer => peer.State == PeerState.Heard).Select(peer => peer.Node);
            var missing = wanted.Except(heard).Order().ToList();
            if (missing.Count == 0) return;
            try
            {
                await next.WaitAsync(either.Token);
            }
            catch (OperationCanceledException) when (over.IsCancellationRequested)
            {
                throw new SwapFailedException(
                    $"the new instance did not hear {string.Join(", ", missing)} within {limit.TotalSeconds} s");
            }
        }
    }
}
