using Google.Protobuf.WellKnownTypes;
using Microkernel.Core.Fencing;
using Microkernel.Core.State;
using Microkernel.Driver.V1;
using Microkernel.Node.V1;
using Microkernel.V1;
using Object = Microkernel.V1.Object;

namespace Microkernel.Core.Membership;

/// <summary>What the leader knows when it judges who is alive.</summary>
/// <param name="Snapshot">The store.</param>
/// <param name="Self">The leader's own name.</param>
/// <param name="Now">Wall clock, for records.</param>
/// <param name="Listening">How long this node's heartbeat driver has listened; null when it does not.</param>
/// <param name="Leading">How long this node has led.</param>
/// <param name="Peer">What the rings say of a node; null when nothing.</param>
/// <param name="CoreDetached">How long a node's heartbeats have come without its core; null when its core is there.</param>
/// <param name="SinceAnswer">How long ago a node's core last answered this leader; null when it never has.</param>
/// <param name="Fencing">Whether a shot at a node is under way.</param>
internal sealed record MembershipInput(
    ClusterSnapshot Snapshot, string Self, DateTimeOffset Now, TimeSpan? Listening, TimeSpan Leading,
    Func<string, PeerChange?> Peer, Func<string, TimeSpan?> CoreDetached, Func<string, TimeSpan?> SinceAnswer,
    Func<string, bool> Fencing);

/// <summary>A change of what the leader holds of a node.</summary>
internal sealed record MemberChange(string Node, MemberRecord Before, MemberRecord After);

/// <summary>
/// Judges who is online, lost or surely off, from what the rings hear and the nodes report. Pure. Silence alone never
/// makes a node offline: that takes its own word that it left, a fencing device's, or an operator's.
/// </summary>
internal static class MembershipPolicy
{
    /// <summary>A beat that was on its way when a node was fenced may be read this much later.</summary>
    private static readonly TimeSpan StraggleMax = TimeSpan.FromSeconds(1);

    /// <summary>Changes that follow from the input; none when all is as recorded.</summary>
    public static IReadOnlyList<MemberChange> Evaluate(MembershipInput input)
    {
        var changes = new List<MemberChange>();
        foreach (var node in input.Snapshot.OfKind(Object.SpecOneofCase.Node))
        {
            var name = node.Metadata.Name;
            var before = input.Snapshot.Members.GetValueOrDefault(name) ?? new MemberRecord();
            var report = input.Snapshot.Reports.GetValueOrDefault(name);
            if (Judge(input, node, before, report) is not { } verdict) continue;
            var incarnation = verdict.State == MemberState.Online ? report!.Incarnation : before.Incarnation;
            if (verdict.State == before.State && incarnation == before.Incarnation) continue;
            changes.Add(new MemberChange(name, before, new MemberRecord
            {
                State = verdict.State,
                Since = input.Now.ToTimestamp(),
                Reason = verdict.Reason,
                Incarnation = incarnation,
            }));
        }
        return changes;
    }

    private static (MemberState State, string Reason)? Judge(
        MembershipInput input, Object node, MemberRecord before, NodeReport? report)
    {
        var name = node.Metadata.Name;
        var mayJoin = before.State == MemberState.Online || !Unfencing.Missing(input.Snapshot, name).Any();
        if (name == input.Self) return report is null || !mayJoin ? null : (MemberState.Online, "it leads");
        if (input.Fencing(name)) return null;
        if (input.Snapshot.FenceRequests.TryGetValue(name, out var request) && before.State == MemberState.Online)
            return (MemberState.Unclean, request.Reason);

        var witness = node.Node.Role == NodeRole.Witness;
        if (report is { Left: true } && before.State == MemberState.Online && report.Incarnation == before.Incarnation)
            return (MemberState.Offline, "it stopped all that it ran and left");
        if (input.Listening is not { } listening)
            return before.State == MemberState.Unspecified && report is { Left: false } &&
                !input.Snapshot.OfKind(Object.SpecOneofCase.Ring).Any()
                ? (MemberState.Online, "it reported; no ring is declared, so its loss would not be seen")
                : null;

        var peer = input.Peer(name);
        return Heard(peer, before)
            ? mayJoin ? JudgeHeard(input, name, before, report, peer!, witness) : null
            : JudgeSilent(input, name, before, peer, listening, witness);
    }

    private static bool Heard(PeerChange? peer, MemberRecord before)
    {
        if (peer is not { State: PeerState.Heard }) return false;
        var proof = before.Proof?.Time;
        return proof is null || peer.LastHeard is null ||
            peer.LastHeard.ToDateTimeOffset() > proof.ToDateTimeOffset() + StraggleMax;
    }

    private static (MemberState, string)? JudgeHeard(
        MembershipInput input, string name, MemberRecord before, NodeReport? report, PeerChange peer, bool witness)
    {
        if (input.CoreDetached(name) is { } detached && before.State == MemberState.Online && !witness)
        {
            var bound = input.Snapshot.Cluster.CoreTimeout;
            return detached < bound
                ? null
                : (MemberState.Unclean, $"its heartbeats come but its core has been missing for {detached.TotalSeconds:F0} s");
        }
        if (peer.Deaf && !(input.SinceAnswer(name) < input.Snapshot.Cluster.HeartbeatTimeout))
        {
            const string OneWay = "its heartbeats come, but it hears ours on no ring, and its core does not answer";
            return before.State == MemberState.Online
                ? (witness ? MemberState.Offline : MemberState.Unclean, OneWay)
                : null;
        }
        if (report is null || report.Left || (peer.CoreEpoch != 0 && peer.CoreEpoch != report.CoreEpoch)) return null;
        if (before.State == MemberState.Offline && before.Incarnation == report.Incarnation && before.Proof is not null)
            return (MemberState.Unclean, "it is heard though it was taken for off: fencing did not hold");
        return before.State == MemberState.Unclean && before.Incarnation == report.Incarnation && WasShot(input, name)
            ? null
            : (MemberState.Online, before.State == MemberState.Unclean ? "it is heard again" : "it is heard and reported");
    }

    private static (MemberState, string)? JudgeSilent(
        MembershipInput input, string name, MemberRecord before, PeerChange? peer, TimeSpan listening, bool witness)
    {
        if (before.State is MemberState.Offline or MemberState.Unclean) return null;
        var timeout = input.Snapshot.Cluster.HeartbeatTimeout;
        // Its heartbeat driver may have been killed: a core that answers is not lost.
        if (input.SinceAnswer(name) < timeout) return null;
        // A driver that just began to listen has heard nobody yet.
        if (peer is not { State: PeerState.Silent or PeerState.Left } && listening < timeout * 2) return null;
        var met = peer is { State: PeerState.Silent or PeerState.Left } || input.SinceAnswer(name) is not null;
        if (before.State == MemberState.Unspecified || !met)
        {
            var grace = input.Snapshot.Cluster.PostJoinDelay;
            if (input.Leading < grace || listening < grace) return null;
        }
        if (witness) return (MemberState.Offline, "it is silent; a witness runs nothing");
        return (MemberState.Unclean, met && before.State != MemberState.Unspecified
            ? "it is silent on every ring"
            : "it has not been heard since the cluster formed");
    }

    /// <summary>A node that was shot at, though in vain, is not believed again until it comes back anew.</summary>
    private static bool WasShot(MembershipInput input, string name) =>
        input.Snapshot.FenceRequests.ContainsKey(name) ||
        input.Snapshot.FenceResults.TryGetValue(name, out var result) && result.Failures > 0;
}
