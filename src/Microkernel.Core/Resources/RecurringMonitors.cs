using Microkernel.Core.State;
using Microkernel.Model;
using Microkernel.Node.V1;
using Microkernel.V1;
using Object = Microkernel.V1.Object;

namespace Microkernel.Core.Resources;

/// <summary>Looks at each resource that runs here, again and again, at the interval that it declares.</summary>
internal sealed class RecurringMonitors : BackgroundService
{
    private readonly ClusterTracker _tracker;
    private readonly LocalResources _local;
    private readonly ResourceRunner _runner;
    private readonly NodeIdentity _self;
    private readonly TimeProvider _time;
    private readonly Signal _signal = new();
    private readonly Dictionary<string, (TimeSpan Interval, CancellationTokenSource Stop)> _running = [];

    public RecurringMonitors(
        ClusterTracker tracker, LocalResources local, ResourceRunner runner, NodeIdentity self, TimeProvider time)
    {
        (_tracker, _local, _runner, _self, _time) = (tracker, local, runner, self, time);
        _tracker.Changed += _signal.Set;
        _local.Changed += _signal.Set;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                Reconcile(stoppingToken);
                await _signal.WaitAsync(Timeout.InfiniteTimeSpan, _time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            foreach (var (_, stop) in _running.Values) stop.Dispose();
        }
    }

    private void Reconcile(CancellationToken ct)
    {
        var wanted = new Dictionary<string, TimeSpan>();
        var snapshot = _tracker.Current;
        foreach (var (resource, record) in _local.MaybeActive())
            if (record.State == RecordedState.Started && record.Incarnation == _self.Incarnation &&
                snapshot.Find(Object.SpecOneofCase.Resource, resource) is { } declared)
                wanted[resource] = EffectiveOperation.Of(declared.Resource, Operation.Monitor, snapshot.Cluster).Interval;

        foreach (var (resource, (interval, stop)) in _running.ToList())
        {
            if (wanted.TryGetValue(resource, out var same) && same == interval) continue;
            stop.Cancel();
            stop.Dispose();
            _running.Remove(resource);
        }
        foreach (var (resource, interval) in wanted)
        {
            if (interval <= TimeSpan.Zero || _running.ContainsKey(resource)) continue;
            var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
            _running[resource] = (interval, stop);
            _ = RepeatAsync(resource, interval, stop.Token);
        }
    }

    private async Task RepeatAsync(string resource, TimeSpan interval, CancellationToken ct)
    {
        using var timer = new PeriodicTimer(interval, _time);
        try
        {
            while (await timer.WaitForNextTickAsync(ct)) await _runner.MonitorAsync(resource, interval, ct);
        }
        catch (OperationCanceledException)
        {
            // No longer wanted.
        }
    }
}
