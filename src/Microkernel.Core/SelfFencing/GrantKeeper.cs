using Grpc.Core;
using Microkernel.Core.Configuration;
using Microkernel.Core.State;
using Microkernel.Node.V1;

namespace Microkernel.Core.SelfFencing;

/// <summary>
/// Asks the cluster again and again to let this node go on: a write that succeeds only while a quorum takes it and the
/// leader has not changed its mind about this node.
/// </summary>
internal sealed partial class GrantKeeper(
    CoreOptions options, ClusterTracker tracker, StateWriter writer, NodeIdentity self, TimeProvider time,
    ILogger<GrantKeeper> logger) : BackgroundService
{
    /// <summary>How long a grant lasts, from when it was asked for.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan Interval = Lifetime / 5;

    private readonly Lock _lock = new();
    private long? _granted;

    /// <summary>Whether this node has a watchdog, and so needs grants at all.</summary>
    public bool IsNeeded => options.Watchdog.Length > 0;

    /// <summary>Time since the last grant was asked for that was given; null when none ever was.</summary>
    public TimeSpan? SinceGrant
    {
        get
        {
            lock (_lock)
                return _granted is { } at ? time.GetElapsedTime(at) : null;
        }
    }

    /// <summary>Whether anything may be started: never after the cluster may have taken this node for reset.</summary>
    public bool MayStart => !IsNeeded || SinceGrant < Lifetime;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!IsNeeded) return;
        using var timer = new PeriodicTimer(Interval, time);
        var sequence = 0UL;
        try
        {
            do await AskAsync(++sequence, stoppingToken);
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The core stops.
        }
    }

    private async Task AskAsync(ulong sequence, CancellationToken ct)
    {
        var snapshot = tracker.Current;
        if (snapshot.Members.GetValueOrDefault(self.Node) is not { State: MemberState.Online } member ||
            member.Incarnation != self.Incarnation) return;
        var asked = time.GetTimestamp();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(Lifetime);
        try
        {
            var granted = await writer.TryAsync(
                [StateWriter.AtRevision(StateKeys.Member(self.Node), snapshot.MemberRevisions[self.Node])],
                [StateWriter.Put(StateKeys.Grant(self.Node), new GrantRecord { Incarnation = self.Incarnation, Sequence = sequence })],
                limit.Token) is not null;
            if (!granted) return;
            lock (_lock)
                _granted = asked;
        }
        catch (RpcException e)
        {
            LogNotGranted(logger, e.Status.Detail);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            LogNotGranted(logger, "the store does not answer");
        }
    }
}
