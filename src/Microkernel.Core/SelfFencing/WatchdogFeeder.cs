using Google.Protobuf.WellKnownTypes;
using Microkernel.Core.Configuration;
using Microkernel.Core.Events;
using Microkernel.Core.Membership;
using Microkernel.Core.Resources;
using Microkernel.Core.State;
using Microkernel.Node.V1;

namespace Microkernel.Core.SelfFencing;

/// <summary>
/// Feeds this node's watchdog while the node may go on living. It is armed with the first grant, never before: after a
/// core has died, the one that follows must not prolong the time that the cluster counts on.
/// </summary>
internal sealed partial class WatchdogFeeder : IHostedService, IReportSource, IDisposable
{
    /// <summary>How long the store may take to learn that the watchdog is no longer counted on.</summary>
    private static readonly TimeSpan ReportTimeout = TimeSpan.FromSeconds(2);

    private readonly Func<IWatchdogDevice> _open;
    private readonly GrantKeeper _grants;
    private readonly LocalResources _local;
    private readonly ClusterTracker _tracker;
    private readonly SelfFenceNote _note;
    private readonly NodeIdentity _self;
    private readonly EventRecorder _events;
    private readonly TimeProvider _time;
    private readonly ILogger<WatchdogFeeder> _logger;
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TimeSpan _interval;
    private bool _disposed;
    private Thread? _thread;
    private volatile IWatchdogDevice? _device;
    private volatile WatchdogReport? _report;

    public WatchdogFeeder(
        CoreOptions options, Func<IWatchdogDevice> open, GrantKeeper grants, LocalResources local,
        ClusterTracker tracker, SelfFenceNote note, NodeIdentity self, EventRecorder events, TimeProvider time,
        ILogger<WatchdogFeeder> logger)
    {
        (_open, _grants, _local, _tracker, _note) = (open, grants, local, tracker, note);
        (_self, _events, _time, _logger) = (self, events, time, logger);
        _interval = options.WatchdogTimeout / 5;
    }

    /// <summary>It was armed, or is about to be disarmed.</summary>
    public event Action? Changed;

    /// <summary>The armed watchdog; null when there is none.</summary>
    public WatchdogReport? Report => _report;

    public void AddTo(NodeReport report) => report.Watchdog = Report;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (_note.Take() is { } reason) _events.Record(SelfFenceEvents.ResetItself(_self.Node, reason));
        if (!_grants.IsNeeded)
        {
            _ended.SetResult();
            return Task.CompletedTask;
        }
        // A thread of its own: that the pool is busy must not reset the machine, and feeding must not wait for it.
        _thread = new Thread(Run) { IsBackground = true, Name = "watchdog" };
        _thread.Start();
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stop.CancelAsync();
        await _ended.Task.WaitAsync(cancellationToken);
        if (_device is { } device) await DisarmAsync(device, cancellationToken);
    }

    public void Dispose()
    {
        // The container knows it by several names, and disposes it by each.
        if (_disposed) return;
        _disposed = true;
        _stop.Cancel();
        _thread?.Join();
        _device?.Dispose();
        _stop.Dispose();
    }

    private void Run()
    {
        try
        {
            if (Arm() is not { } device) return;
            var fed = true;
            while (!_stop.IsCancellationRequested)
            {
                var active = _local.MaybeActive().Select(resource => resource.Resource).ToList();
                var whyNot = SelfFencePolicy.WhyNot(active, _grants.SinceGrant, GrantKeeper.Lifetime);
                if (whyNot is null) device.Feed();
                else if (fed) TellWhyNot(whyNot, device.Timeout);
                fed = whyNot is null;
                _stop.Token.WaitHandle.WaitOne(_interval);
            }
        }
        catch (IOException e)
        {
            // It counts on, and resets the machine unless it is gone altogether.
            LogFailed(_logger, e.Message);
            _events.Record(SelfFenceEvents.WatchdogFailed(_self.Node, e.Message));
        }
        finally
        {
            _ended.TrySetResult();
        }
    }

    private IWatchdogDevice? Arm()
    {
        while (_grants.SinceGrant is null)
            if (_stop.Token.WaitHandle.WaitOne(_interval)) return null;
        var device = _device = _open();
        LogArmed(_logger, device.Identity, device.Timeout.TotalSeconds);
        _report = new WatchdogReport
        {
            Identity = device.Identity,
            Timeout = Duration.FromTimeSpan(device.Timeout),
            Grant = Duration.FromTimeSpan(GrantKeeper.Lifetime),
        };
        Changed?.Invoke();
        return device;
    }

    /// <summary>On disk before the reset: the next core tells it, and the others have it from here if they still hear.</summary>
    private void TellWhyNot(string reason, TimeSpan timeout)
    {
        _note.Write(reason);
        LogWithheld(_logger, timeout.TotalSeconds, reason);
        _events.Record(SelfFenceEvents.WillReset(_self.Node, timeout, reason));
    }

    /// <summary>
    /// An orderly stop leaves resources running, as for an upgrade. The watchdog is stopped only once nobody counts on it
    /// any more: a node whose report still names it would be taken for reset.
    /// </summary>
    private async Task DisarmAsync(IWatchdogDevice device, CancellationToken ct)
    {
        var changed = new Signal();
        _tracker.Changed += changed.Set;
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
            limit.CancelAfter(ReportTimeout);
            _report = null;
            Changed?.Invoke();
            while (_tracker.Current.Reports.GetValueOrDefault(_self.Node)?.Watchdog is not null)
                await changed.WaitAsync(ReportTimeout, _time, limit.Token);
            device.Disarm();
            _note.Take();
            LogDisarmed(_logger);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            LogLeftArmed(_logger, device.Timeout.TotalSeconds, e.Message);
        }
        finally
        {
            _tracker.Changed -= changed.Set;
        }
    }
}
