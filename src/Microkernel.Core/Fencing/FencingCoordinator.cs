using System.Collections.Concurrent;
using Google.Protobuf.WellKnownTypes;
using Microkernel.Core.Audit;
using Microkernel.Core.Events;
using Microkernel.Core.State;
using Microkernel.Core.Transitions;
using Microkernel.Node.V1;
using Microkernel.V1;

namespace Microkernel.Core.Fencing;

/// <summary>
/// Fences nodes for the leader. Only when all devices of one level have verified a node off is it recorded as offline;
/// anything else leaves it unclean.
/// </summary>
internal sealed partial class FencingCoordinator(
    ClusterTracker tracker, StateWriter writer, FencingLevels levels, PendingShots pending, FencingHistory history,
    NodeIdentity self, AuditTrail audit, EventRecorder events, TimeProvider time, ILogger<FencingCoordinator> logger)
{
    private static readonly TimeSpan RetryMin = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RetryMax = TimeSpan.FromSeconds(60);

    private readonly ConcurrentDictionary<string, byte> _underWay = new();
    private readonly ConcurrentDictionary<string, long> _notBefore = new();

    /// <summary>Whether a shot at a node is under way, this leader's or a slow one of an earlier leader.</summary>
    public bool IsUnderWay(string node) => _underWay.ContainsKey(node) || pending.MayHit(node);

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
            var snapshot = tracker.Current;
            var bound = ShotTimes.Bound(
                snapshot, FencingLevels.Of(snapshot, node).Select(level => level.FencingLevel));
            if (!await pending.BeginAsync(node, reason, bound, leader, ct)) return;
            events.Record(MembershipEvents.FencingStarted(node, reason));
            await ShootAsync(snapshot, node, leader, reason, ct);
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
    /// <param name="isWanted">Whether the node is still lost; asked after each delay.</param>
    /// <param name="takeOver">Takes over, given the devices that verified the node off.</param>
    /// <param name="ct">Ends it early.</param>
    /// <returns>What went wrong; null when this node has taken over.</returns>
    public async Task<string?> FenceToTakeOverAsync(
        string node, LeaderToken alone, Func<bool> isWanted, Func<string, Task> takeOver, CancellationToken ct)
    {
        if (!_underWay.TryAdd(node, 0)) return "a shot at it is under way";
        try
        {
            const string Reason = "it is lost, and with it the quorum of two";
            events.Record(MembershipEvents.FencingStarted(node, Reason));
            var snapshot = tracker.Current;
            var began = time.GetTimestamp();
            var record = NewRecord(node, Reason);
            var level = await levels.TakePowerAsync(snapshot, node, alone, record.Shots, ct, isWanted);
            var took = time.GetElapsedTime(began);
            if (level is null)
            {
                var problem = Problems(snapshot, node, record);
                if (problem.Length == 0) problem = "it is heard again";
                events.Record(MembershipEvents.FencingFailed(node, problem));
                return problem;
            }
            (record.Took, record.VerifiedOff) = (Duration.FromTimeSpan(took), true);
            var devices = DevicesOf(level);
            events.Record(MembershipEvents.FencingSucceeded(node, devices, took));
            await takeOver(devices);
            await RecordProofAsync(node, null, devices, took, ct);
            await PowerOnAsync(snapshot, node, level, alone, record, ct);
            await history.AddAsync(record, ct);
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
            StateWriter.Delete(StateKeys.Shot(node)),
        ], ct);
    }

    private FencingRecord NewRecord(string node, string reason) => new()
    {
        Node = node,
        Reason = reason,
        Leader = self.Node,
        Began = time.GetUtcNow().ToTimestamp(),
    };

    private static string DevicesOf(Microkernel.V1.Object level) =>
        string.Join(" and ", level.FencingLevel.Devices.Select(step => step.Device));

    private async Task PowerOnAsync(
        ClusterSnapshot snapshot, string node, Microkernel.V1.Object level, LeaderToken leader, FencingRecord record,
        CancellationToken ct)
    {
        if (!level.FencingLevel.PowerOn) return;
        await levels.GivePowerAsync(snapshot, node, level, leader, record.Shots, ct);
        foreach (var shot in record.Shots.Where(shot => shot is { Action: "on", Succeeded: false }))
            events.Record(MembershipEvents.PowerOnFailed(node, shot.Device, shot.Reason));
    }

    private async Task ShootAsync(
        ClusterSnapshot snapshot, string node, LeaderToken leader, string reason, CancellationToken ct)
    {
        var began = time.GetTimestamp();
        var record = NewRecord(node, reason);
        var level = await levels.TakePowerAsync(snapshot, node, leader, record.Shots, ct);
        var took = time.GetElapsedTime(began);
        (record.Took, record.VerifiedOff) = (Duration.FromTimeSpan(took), level is not null);
        if (level is null)
        {
            await RecordFailureAsync(node, leader, Problems(snapshot, node, record), ct);
        }
        else
        {
            var devices = DevicesOf(level);
            // Told before it is written: what the record sets going must not appear to come first.
            events.Record(MembershipEvents.FencingSucceeded(node, devices, took));
            await RecordProofAsync(node, leader, devices, took, ct);
            await PowerOnAsync(snapshot, node, level, leader, record, ct);
        }
        await history.AddAsync(record, ct);
        await audit.WriteAsync(audit.Begin("fence", "Node/" + node, reason, succeeded: record.VerifiedOff));
    }

    private static string Problems(ClusterSnapshot snapshot, string node, FencingRecord record) =>
        FencingLevels.Of(snapshot, node).Count == 0
            ? $"no FencingLevel is declared for {node}"
            // Each device once: what it said last.
            : string.Join("; ", record.Shots.Where(shot => !shot.Succeeded).GroupBy(shot => shot.Device)
                .Select(shots => $"{shots.Key}: {shots.Last().Reason}"));

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
            StateWriter.Delete(StateKeys.Shot(node)),
        };
        _notBefore.TryRemove(node, out _);
        if (await writer.TryAsync(leader is null ? [] : [leader.Comparison], changes, ct) is { } revision)
            await tracker.WaitForAsync(revision, ct);
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
        await writer.TryAsync([leader.Comparison],
        [
            StateWriter.Put(StateKeys.FenceResult(node), new FenceResultRecord
            {
                RequestId = snapshot.FenceRequests.GetValueOrDefault(node)?.Id ?? "",
                Reason = problem,
                Time = time.GetUtcNow().ToTimestamp(),
                Failures = failures,
            }),
            StateWriter.Delete(StateKeys.Shot(node)),
        ], ct);
    }
}
