using Grpc.Core;
using Microkernel.Core.Fencing;
using Microkernel.Core.Membership;
using Microkernel.Core.Resources;
using Microkernel.Core.State;
using Microkernel.Model;
using Microkernel.Node.V1;
using Microkernel.Scheduling;
using Microkernel.V1;
using Object = Microkernel.V1.Object;
using Order = Microkernel.Node.V1.Order;
using PlannedAction = Microkernel.Scheduling.PlannedAction;

namespace Microkernel.Core.Transitions;

/// <summary>
/// Orders the actions of a plan whose predecessors are done. The leader plans anew after each end, so that an order
/// always follows from what is, never from what was expected.
/// </summary>
internal sealed partial class TransitionExecutor(
    ClusterTracker tracker, NodeClients nodes, FencingCoordinator fencing, TransitionBoard board, LocalNode local,
    IQuorum quorum, NodeIdentity self, TimeProvider time, ILogger<TransitionExecutor> logger)
{
    /// <summary>How much longer than the agent's own timeout a node's answer is waited for.</summary>
    private static readonly TimeSpan AnswerMargin = TimeSpan.FromSeconds(10);

    /// <summary>An order that could not even be carried out is not repeated sooner.</summary>
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(1);

    private readonly Dictionary<ActionKey, long> _notBefore = [];
    private readonly Lock _lock = new();

    /// <summary>An action ended, or may be tried again.</summary>
    public event Action? Progressed;

    /// <summary>Orders what can be ordered now.</summary>
    public void Dispatch(Plan plan, ClusterSnapshot snapshot, LeaderToken leader, CancellationToken ct)
    {
        var limit = snapshot.Cluster.BatchLimit;
        foreach (var action in plan.Actions)
        {
            if (action.UnderWay || action.After.Count > 0) continue;
            if (action.Kind == ActionKind.Fence && Maintenance.HoldsFencing(snapshot, action.Node)) continue;
            if (limit > 0 && board.UnderWayKeys.Count >= limit) return;
            var key = ActionKey.Of(action);
            if (board.UnderWayKeys.Contains(key) || Delayed(key)) continue;
            board.Began(key, action.Reason);
            _ = RunAsync(key, action, snapshot, leader, ct);
        }
    }

    private bool Delayed(ActionKey key)
    {
        var wait = key.Kind == ActionKind.Fence ? fencing.Wait(key.Node) : TimeSpan.Zero;
        lock (_lock)
            if (_notBefore.TryGetValue(key, out var at) && time.GetElapsedTime(time.GetTimestamp(), at) is { Ticks: > 0 } rest)
                wait = rest > wait ? rest : wait;
        return wait > TimeSpan.Zero;
    }

    private async Task RunAsync(
        ActionKey key, PlannedAction action, ClusterSnapshot snapshot, LeaderToken leader, CancellationToken ct)
    {
        var succeeded = false;
        try
        {
            if (key.Kind != ActionKind.Fence) await OrderAsync(key, action, snapshot, leader, ct);
            else if (key.Node == self.Node) await HandOverAsync(snapshot, ct);
            else await fencing.FenceAsync(key.Node, leader, action.Reason, ct);
            succeeded = true;
            WakeAfter(fencing.Wait(key.Node), ct);
        }
        catch (Exception e) when (e is RpcException or KeyNotFoundException)
        {
            LogNotDone(logger, key, e is RpcException rpc ? rpc.Status.Detail : e.Message);
            lock (_lock)
                _notBefore[key] = time.GetTimestamp() + (long)(RetryInterval.TotalSeconds * time.TimestampFrequency);
            WakeAfter(RetryInterval, ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // This node leads no more.
        }
        finally
        {
            board.Ended(key, succeeded);
            Progressed?.Invoke();
        }
    }

    /// <summary>A node does not fence itself: whoever leads next does.</summary>
    /// <exception cref="RpcException">Nobody else is online, or did not take over.</exception>
    public async Task HandOverAsync(ClusterSnapshot snapshot, CancellationToken ct)
    {
        var successor = snapshot.OfKind(Object.SpecOneofCase.Node)
            .Where(node => node.Name() != self.Node &&
                snapshot.Members.GetValueOrDefault(node.Name())?.State == MemberState.Online)
            .OrderBy(node => node.Node.EffectiveRole() == NodeRole.Witness)
            .FirstOrDefault()?.Name()
            ?? throw new RpcException(new Status(
                StatusCode.FailedPrecondition, $"{self.Node} is to be fenced, but nobody else is online to lead"));
        LogHandOver(logger, successor);
        await quorum.HandOverAsync(successor, ct);
    }

    private async Task OrderAsync(
        ActionKey key, PlannedAction action, ClusterSnapshot snapshot, LeaderToken leader, CancellationToken ct)
    {
        var token = leader.Next();
        var order = new ExecuteRequest
        {
            OperationId = $"{token.Term}-{token.Step}",
            Term = token.Term,
            Step = token.Step,
            Incarnation = snapshot.Members.GetValueOrDefault(key.Node)?.Incarnation ?? "",
            Resource = key.Resource,
            Order = key.Kind switch
            {
                ActionKind.Probe => Order.Probe,
                ActionKind.Start => Order.Start,
                _ => Order.Stop,
            },
            Reason = action.Reason,
            Revision = snapshot.Revision,
            LeaderRevision = leader.Revision,
        };
        if (key.Node == self.Node)
        {
            await local.ExecuteAsync(order, ct);
            return;
        }
        var response = await nodes.For(key.Node).ExecuteAsync(
            order, deadline: DateTime.UtcNow + TimeoutOf(snapshot, order) + AnswerMargin, cancellationToken: ct);
        // What the node recorded must be seen before the next plan is made.
        await tracker.WaitForAsync(response.Revision, ct);
    }

    private static TimeSpan TimeoutOf(ClusterSnapshot snapshot, ExecuteRequest order)
    {
        var spec = snapshot.Find(Object.SpecOneofCase.Resource, order.Resource)?.Resource ?? new ResourceSpec();
        return EffectiveOperation.Of(spec, order.Order switch
        {
            Order.Start => Operation.Start,
            Order.Stop => Operation.Stop,
            _ => Operation.Monitor,
        }, snapshot.Cluster).Timeout;
    }

    /// <summary>Nothing else may happen meanwhile, so the loop is woken when the wait is over.</summary>
    private void WakeAfter(TimeSpan wait, CancellationToken ct)
    {
        if (wait > TimeSpan.Zero)
            _ = Task.Delay(wait, time, ct).ContinueWith(
                _ => Progressed?.Invoke(), ct, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);
    }
}
