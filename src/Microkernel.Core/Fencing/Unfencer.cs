using System.Collections.Concurrent;
using Grpc.Core;
using Microkernel.Core.Events;
using Microkernel.Core.Membership;
using Microkernel.Core.State;
using Microkernel.Core.Transitions;
using Microkernel.Driver.V1;
using Microkernel.Node.V1;
using Microkernel.V1;
using Object = Microkernel.V1.Object;

namespace Microkernel.Core.Fencing;

/// <summary>
/// Has nodes that want to join let in by the devices that ask for it, for the leader. The agent runs on the node itself:
/// it is that node's own key that is registered.
/// </summary>
internal sealed partial class Unfencer(
    Shooter shooter, Unfenced unfenced, PeerTable peers, NodeClients nodes, NodeIdentity self, EventRecorder events,
    TimeProvider time, ILogger<Unfencer> logger)
{
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<string, long> _busyUntil = new();
    private readonly ConcurrentDictionary<string, byte> _told = new();

    /// <summary>Begins what can be begun now; it does not wait for the end.</summary>
    public void Dispatch(ClusterSnapshot snapshot, LeaderToken leader, CancellationToken ct)
    {
        foreach (var (node, report) in snapshot.Reports)
        {
            if (report.Left || !Unfencing.Missing(snapshot, node).Any()) continue;
            if (node != self.Node && peers.Find(node)?.Change.State != PeerState.Heard) continue;
            if (_busyUntil.TryGetValue(node, out var until) && time.GetTimestamp() < until) continue;
            _busyUntil[node] = long.MaxValue;
            _ = LetInAsync(snapshot, node, leader, ct);
        }
    }

    private async Task LetInAsync(ClusterSnapshot snapshot, string node, LeaderToken leader, CancellationToken ct)
    {
        try
        {
            var missing = Unfencing.Missing(snapshot, node).ToHashSet();
            foreach (var level in FencingLevels.Of(snapshot, node))
                for (var index = 0; index < level.FencingLevel.Devices.Count; index++)
                    if (missing.Remove(level.FencingLevel.Devices[index].Device))
                        await LetInAsync(snapshot, node, level, index, leader, ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // This node leads no more.
        }
        finally
        {
            _busyUntil[node] = time.GetTimestamp() + (long)(RetryInterval.TotalSeconds * time.TimestampFrequency);
        }
    }

    private async Task LetInAsync(
        ClusterSnapshot snapshot, string node, Object level, int index, LeaderToken leader, CancellationToken ct)
    {
        var device = level.FencingLevel.Devices[index].Device;
        var problem = await UseAsync(snapshot, node, level, index, leader, ct);
        if (problem is null)
        {
            LogLetIn(logger, device, node);
            _told.TryRemove(node, out _);
            return;
        }
        LogNotLetIn(logger, device, node, problem);
        if (_told.TryAdd(node, 0))
            events.Record(EventFactory.About("Node", node, "UnfencingFailed", Severity.Critical,
                $"{node} is not let in by {device} and runs nothing: {problem}"));
    }

    /// <summary>Answers null, or why it did not succeed.</summary>
    private async Task<string?> UseAsync(
        ClusterSnapshot snapshot, string node, Object level, int index, LeaderToken leader, CancellationToken ct)
    {
        var step = level.FencingLevel.Devices[index];
        var token = leader.Next();
        var operationId = $"unfence-{token.Term}-{token.Step}";
        try
        {
            if (node == self.Node)
            {
                var answer = await shooter.UseAsync(snapshot, node, step, FenceAction.On, operationId, token, ct);
                if (answer.Succeeded) unfenced.Add(step.Device);
                return answer.Succeeded ? null : answer.Reason;
            }
            var timeout = ShotTimes.Of(snapshot, step).Timeout + ShotTimes.AnswerMargin + ShotTimes.RelayMargin;
            var response = await nodes.For(node).ShootAsync(
                new ShootRequest
                {
                    OperationId = operationId,
                    Term = token.Term,
                    Step = token.Step,
                    Target = node,
                    Level = level.Metadata.Name,
                    DeviceIndex = (uint)index,
                    Revision = snapshot.Revision,
                    PowerOn = true,
                },
                deadline: DateTime.UtcNow + timeout, cancellationToken: ct);
            return response.Succeeded ? null : response.Reason;
        }
        catch (RpcException e) when (!ct.IsCancellationRequested)
        {
            return e.Status.Detail;
        }
    }
}
