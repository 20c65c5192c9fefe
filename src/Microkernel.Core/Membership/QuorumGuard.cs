using Grpc.Core;
using Microkernel.Core.Events;
using Microkernel.Core.Resources;
using Microkernel.Core.State;
using Microkernel.Node.V1;
using Microkernel.V1;
using Order = Microkernel.Node.V1.Order;

namespace Microkernel.Core.Membership;

/// <summary>
/// Stops what this node runs when it has had no quorum for the set time: the others may by then have given its
/// resources to somebody else. It asks nobody, for nobody answers.
/// </summary>
internal sealed partial class QuorumGuard : BackgroundService
{
    private readonly IQuorum _quorum;
    private readonly ClusterTracker _tracker;
    private readonly LocalResources _local;
    private readonly ResourceRunner _runner;
    private readonly NodeIdentity _self;
    private readonly EventRecorder _events;
    private readonly TimeProvider _time;
    private readonly ILogger<QuorumGuard> _logger;
    private readonly Signal _signal = new();

    public QuorumGuard(
        IQuorum quorum, ClusterTracker tracker, LocalResources local, ResourceRunner runner, NodeIdentity self,
        EventRecorder events, TimeProvider time, ILogger<QuorumGuard> logger)
    {
        (_quorum, _tracker, _local, _runner) = (quorum, tracker, local, runner);
        (_self, _events, _time, _logger) = (self, events, time, logger);
        _quorum.Changed += _signal.Set;
        _local.Changed += _signal.Set;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        long? lostAt = null;
        var told = false;
        try
        {
            while (true)
            {
                if (_quorum.HasQuorum) (lostAt, told) = (null, false);
                else lostAt ??= _time.GetTimestamp();

                var wait = Timeout.InfiniteTimeSpan;
                if (lostAt is { } since && MayStop())
                {
                    var silence = _time.GetElapsedTime(since);
                    wait = _tracker.Current.Cluster.QuorumLossTimeout - silence;
                    if (wait <= TimeSpan.Zero)
                    {
                        if (!told) _events.Record(MembershipEvents.QuorumLost(_self.Node, silence));
                        told = true;
                        wait = await StopAllAsync(stoppingToken) ? Timeout.InfiniteTimeSpan : TimeSpan.FromSeconds(1);
                    }
                }
                await _signal.WaitAsync(wait, _time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The core stops: resources go on, as for an upgrade.
        }
    }

    private bool MayStop()
    {
        var cluster = _tracker.Current.Cluster;
        return cluster.NoQuorumPolicy is not (NoQuorumPolicy.Freeze or NoQuorumPolicy.Ignore) && !cluster.Maintenance && _local.MaybeActive().Count > 0;
    }

    /// <summary>Stops the last started first; answers whether nothing is left.</summary>
    private async Task<bool> StopAllAsync(CancellationToken ct)
    {
        foreach (var (resource, record) in _local.MaybeActive())
        {
            if (ct.IsCancellationRequested || _quorum.HasQuorum) return true;
            if (record.State == RecordedState.StopFailed) continue;
            try
            {
                await _runner.ExecuteAsync(
                    resource, Order.Stop, Guid.NewGuid().ToString("N"), null, "no quorum");
            }
            catch (RpcException e)
            {
                LogStopFailed(_logger, resource, e.Status.Detail);
                return false;
            }
        }
        return _local.MaybeActive().All(active => active.Record.State == RecordedState.StopFailed);
    }
}
