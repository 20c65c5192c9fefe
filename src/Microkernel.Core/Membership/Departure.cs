using Grpc.Core;
using Microkernel.Core.Resources;
using Microkernel.Core.State;
using Microkernel.Model;
using Microkernel.Node.V1;
using Microkernel.V1;
using Object = Microkernel.V1.Object;

namespace Microkernel.Core.Membership;

/// <summary>
/// Takes this node out of the cluster in order when its Node object says so: once it runs nothing, and another one
/// leads, it says so itself, and nobody fences it.
/// </summary>
internal sealed partial class Departure : BackgroundService, IReportSource
{
    /// <summary>What was ordered before the leader knew of the wish has begun by then, and shows.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(1);

    private readonly IQuorum _quorum;
    private readonly ClusterTracker _tracker;
    private readonly LocalResources _local;
    private readonly NodeIdentity _self;
    private readonly TimeProvider _time;
    private readonly ILogger<Departure> _logger;
    private readonly Signal _signal = new();

    public Departure(
        IQuorum quorum, ClusterTracker tracker, LocalResources local, NodeIdentity self, TimeProvider time,
        ILogger<Departure> logger)
    {
        (_quorum, _tracker, _local, _self, _time, _logger) = (quorum, tracker, local, self, time, logger);
        _quorum.Changed += _signal.Set;
        _tracker.Changed += _signal.Set;
        _local.Changed += _signal.Set;
    }

    /// <summary><see cref="HasLeft"/> changed.</summary>
    public event Action? Changed;

    /// <summary>Whether this node runs nothing and will start nothing until it joins again.</summary>
    public bool HasLeft { get; private set; }

    public void AddTo(NodeReport report) => report.Left = HasLeft;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        long? quietSince = null;
        try
        {
            while (true)
            {
                var wait = Timeout.InfiniteTimeSpan;
                if (!IsWanted() || _local.MaybeActive().Count > 0)
                {
                    quietSince = null;
                    Become(left: false);
                }
                else if (!HasLeft || _quorum.IsLeader)
                {
                    quietSince ??= _time.GetTimestamp();
                    wait = Quiet - _time.GetElapsedTime(quietSince.Value);
                    if (wait <= TimeSpan.Zero)
                        wait = await TryLeaveAsync(stoppingToken) ? Timeout.InfiniteTimeSpan : Quiet;
                }
                await _signal.WaitAsync(wait, _time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The core stops; what was said of this node stays true.
        }
    }

    private bool IsWanted() => _tracker.Current.Find(Object.SpecOneofCase.Node, _self.Node)?.Node.Leave ?? false;

    private async Task<bool> TryLeaveAsync(CancellationToken ct)
    {
        if (!_quorum.IsLeader)
        {
            Become(left: true);
            return true;
        }
        // A leader must hear the others: it is a member until another one leads.
        Become(left: false);
        try
        {
            if (Successor(_tracker.Current) is { } successor) await _quorum.HandOverAsync(successor, ct);
        }
        catch (RpcException e)
        {
            LogStays(_logger, e.Status.Detail);
        }
        return false;
    }

    private string? Successor(ClusterSnapshot snapshot) => snapshot.OfKind(Object.SpecOneofCase.Node)
        .Where(node => node.Name() != _self.Node && !node.Node.Leave &&
            snapshot.Members.GetValueOrDefault(node.Name())?.State == MemberState.Online)
        .OrderBy(node => node.Node.EffectiveRole() == NodeRole.Witness)
        .FirstOrDefault()?.Name();

    private void Become(bool left)
    {
        if (HasLeft == left) return;
        HasLeft = left;
        LogChanged(_logger, left ? "has left: it runs nothing" : "joins");
        Changed?.Invoke();
    }
}
