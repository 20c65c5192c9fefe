using System.Collections.Concurrent;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microkernel.Core.Events;
using Microkernel.Core.Membership;
using Microkernel.Core.State;
using Microkernel.Core.Transitions;
using Microkernel.Node.V1;
using Microkernel.V1;
using Object = Microkernel.V1.Object;

namespace Microkernel.Core.Fencing;

/// <summary>
/// Fences nodes for the leader: level by level until all devices of one have verified the node off. Only then is the
/// node recorded as offline; anything else leaves it unclean.
/// </summary>
internal sealed partial class FencingCoordinator(
    ClusterTracker tracker, StateWriter writer, Shooter shooter, NodeClients nodes, NodeIdentity self,
    EventRecorder events, TimeProvider time, ILogger<FencingCoordinator> logger)
{
    private static readonly TimeSpan RetryMin = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RetryMax = TimeSpan.FromSeconds(60);

    private readonly ConcurrentDictionary<string, byte> _underWay = new();
    private readonly ConcurrentDictionary<string, long> _notBefore = new();

    /// <summary>Whether a shot at a node is under way.</summary>
    public bool IsUnderWay(string node) => _underWay.ContainsKey(node);

    /// <summary>How long until a node may be shot at again after a try in vain.</summary>
    public TimeSpan Wait(string node) =>
        _notBefore.TryGetValue(node, out var at) && time.GetElapsedTime(time.GetTimestamp(), at) is { Ticks: > 0 } wait
            ? wait
            : TimeSpan.Zero;

    /// <summary>Fences a node and records what came of it.</summary>
    public async Task FenceAsync(string node, LeaderToken leader, string reason, CancellationToken ct)
    {
        if (!_underWay.TryAdd(node, 0)) return;
        try
        {
            events.Record(MembershipEvents.FencingStarted(node, reason));
            var began = time.GetTimestamp();
            var (device, problem) = await TryLevelsAsync(node, leader, ct);
            var took = time.GetElapsedTime(began);
            if (device is null) await RecordFailureAsync(node, leader, problem, ct);
            else
            {
                // Told before it is written: what the record sets going must not appear to come first.
                events.Record(MembershipEvents.FencingSucceeded(node, device, took));
                await RecordProofAsync(node, leader, device, took, ct);
            }
        }
        finally
        {
            _underWay.TryRemove(node, out _);
        }
    }

    /// <summary>
    /// Fences the other of two voters, so that this node may go on alone. Nothing is written before that: there is no
    /// quorum. Until all is recorded, nobody else judges or fences the node.
    /// </summary>
    /// <param name="node">The node.</param>
    /// <param name="alone">This node's authority.</param>
    /// <param name="isWanted">Whether the node is still lost; asked before each shot.</param>
    /// <param name="takeOver">Takes over, given the devices that verified the node off.</param>
    /// <param name="ct">Ends it early.</param>
    /// <returns>What went wrong; null when this node has taken over.</returns>
    public async Task<string?> FenceToTakeOverAsync(
        string node, LeaderToken alone, Func<bool> isWanted, Func<string, Task> takeOver, CancellationToken ct)
    {
        if (!_underWay.TryAdd(node, 0)) return "a shot at it is under way";
        try
        {
            events.Record(MembershipEvents.FencingStarted(node, "it is lost, and with it the quorum of two"));
            var began = time.GetTimestamp();
            var (device, problem) = await TryLevelsAsync(node, alone, ct, isWanted);
            var took = time.GetElapsedTime(began);
            if (device is null)
            {
                events.Record(MembershipEvents.FencingFailed(node, problem));
                return problem;
            }
            events.Record(MembershipEvents.FencingSucceeded(node, device, took));
            await takeOver(device);
            await RecordProofAsync(node, null, device, took, ct);
            return null;
        }
        finally
        {
            _underWay.TryRemove(node, out _);
        }
    }

    /// <summary>Records an operator's word that a node is off, given when there was no quorum.</summary>
    public async Task RecordConfirmedAsync(string node, CancellationToken ct)
    {
        var now = time.GetUtcNow().ToTimestamp();
        await writer.TryAsync([],
        [
            StateWriter.Put(StateKeys.Member(node), new MemberRecord
            {
                State = MemberState.Offline,
                Since = now,
                Reason = "an operator confirmed that it is off",
                Incarnation = tracker.Current.Members.GetValueOrDefault(node)?.Incarnation ?? "",
                Proof = new FenceProof { Time = now, ConfirmedByHand = true },
            }),
            StateWriter.Delete(StateKeys.FenceRequest(node)),
            StateWriter.Delete(StateKeys.FenceResult(node)),
        ], ct);
    }

    private async Task<(string? Device, string Problem)> TryLevelsAsync(
        string node, LeaderToken leader, CancellationToken ct, Func<bool>? isWanted = null)
    {
        var snapshot = tracker.Current;
        var levels = snapshot.OfKind(Object.SpecOneofCase.FencingLevel)
            .Where(level => level.FencingLevel.Node == node).OrderBy(level => level.FencingLevel.Level).ToList();
        if (levels.Count == 0) return (null, $"no FencingLevel is declared for {node}");
        var problems = new List<string>();
        foreach (var level in levels)
        {
            var verified = true;
            for (var index = 0; index < level.FencingLevel.Devices.Count && verified; index++)
            {
                var step = level.FencingLevel.Devices[index];
                // The delay decides who shoots first where two nodes that live lose each other.
                await DelayAsync(snapshot, step, ct);
                if (isWanted?.Invoke() == false) return (null, "it is heard again");
                var problem = await ShootAsync(snapshot, node, level, index, leader, ct);
                if (problem is null) continue;
                problems.Add($"{step.Device}: {problem}");
                verified = false;
            }
            if (verified)
                return (string.Join(" and ", level.FencingLevel.Devices.Select(step => step.Device)), "");
        }
        return (null, string.Join("; ", problems));
    }

    private async Task DelayAsync(ClusterSnapshot snapshot, FencingStep step, CancellationToken ct)
    {
        var delay = snapshot.Find(Object.SpecOneofCase.FenceDevice, step.Device)?.FenceDevice.Delay?.ToTimeSpan();
        if (delay > TimeSpan.Zero) await Task.Delay(delay.Value, time, ct);
    }

    /// <summary>Shoots once, from here or, where no fencing driver acts here, from another node. Null: verified off.</summary>
    private async Task<string?> ShootAsync(
        ClusterSnapshot snapshot, string target, Object level, int index, LeaderToken leader, CancellationToken ct)
    {
        var step = level.FencingLevel.Devices[index];
        var token = leader.Next();
        var operationId = $"fence-{token.Term}-{token.Step}";
        try
        {
            if (shooter.IsAvailable)
            {
                var answer = await shooter.ShootAsync(snapshot, target, step, operationId, token, ct);
                return answer.Verdict == Microkernel.Driver.V1.FenceVerdict.VerifiedOff
                    ? null
                    : Describe(answer.Reason, answer.Output);
            }
            var helper = snapshot.Members.FirstOrDefault(member =>
                member.Value.State == MemberState.Online && member.Key != target && member.Key != self.Node).Key;
            if (helper is null) return "no node with a fencing driver is online";
            var response = await nodes.For(helper).ShootAsync(
                new ShootRequest
                {
                    OperationId = operationId,
                    Term = token.Term,
                    Step = token.Step,
                    Target = target,
                    Level = level.Metadata.Name,
                    DeviceIndex = (uint)index,
                    Revision = snapshot.Revision,
                },
                deadline: DateTime.UtcNow + TimeSpan.FromMinutes(5), cancellationToken: ct);
            return response.VerifiedOff ? null : response.Reason;
        }
        catch (RpcException e)
        {
            return e.Status.Detail;
        }
    }

    private static string Describe(string reason, string output) =>
        output.Length == 0 ? reason : $"{reason} ({output.Trim().ReplaceLineEndings(" / ")})";

    private async Task RecordProofAsync(
        string node, LeaderToken? leader, string device, TimeSpan took, CancellationToken ct)
    {
        var snapshot = tracker.Current;
        var now = time.GetUtcNow().ToTimestamp();
        var proof = new FenceProof { Device = device, Time = now, Duration = Duration.FromTimeSpan(took) };
        var before = snapshot.Members.GetValueOrDefault(node) ?? new MemberRecord();
        var changes = new List<Etcdserverpb.RequestOp>
        {
            StateWriter.Put(StateKeys.Member(node), new MemberRecord
            {
                State = MemberState.Offline,
                Since = now,
                Reason = $"verified off by {device}",
                Incarnation = before.Incarnation,
                Proof = proof,
            }),
            StateWriter.Put(StateKeys.FenceResult(node), new FenceResultRecord
            {
                RequestId = snapshot.FenceRequests.GetValueOrDefault(node)?.Id ?? "",
                Proof = proof,
                Time = now,
            }),
            StateWriter.Delete(StateKeys.FenceRequest(node)),
        };
        _notBefore.TryRemove(node, out _);
        if (await writer.TryAsync(leader is null ? [] : [leader.Comparison], changes, ct) is { } revision) await tracker.WaitForAsync(revision, ct);
        else LogNotLeader(logger, node);
    }

    private async Task RecordFailureAsync(string node, LeaderToken leader, string problem, CancellationToken ct)
    {
        var snapshot = tracker.Current;
        var failures = (snapshot.FenceResults.GetValueOrDefault(node)?.Failures ?? 0) + 1;
        var retry = RetryMin * Math.Pow(2, Math.Min(failures - 1, 10));
        if (retry > RetryMax) retry = RetryMax;
        _notBefore[node] = time.GetTimestamp() + (long)(retry.TotalSeconds * time.TimestampFrequency);
        events.Record(MembershipEvents.FencingFailed(node, problem));
        await writer.TryAsync([leader.Comparison], [StateWriter.Put(StateKeys.FenceResult(node), new FenceResultRecord
        {
            RequestId = snapshot.FenceRequests.GetValueOrDefault(node)?.Id ?? "",
            Reason = problem,
            Time = time.GetUtcNow().ToTimestamp(),
            Failures = failures,
        })], ct);
    }
}
