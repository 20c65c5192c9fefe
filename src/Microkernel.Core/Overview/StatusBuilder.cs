using Google.Protobuf.WellKnownTypes;
using Microkernel.Core.Fencing;
using Microkernel.Core.Membership;
using Microkernel.Core.State;
using Microkernel.Core.Transitions;
using Microkernel.Driver.V1;
using Microkernel.Model;
using Microkernel.Node.V1;
using Microkernel.V1;
using NodeState = Microkernel.V1.NodeState;
using Object = Microkernel.V1.Object;

namespace Microkernel.Core.Overview;

/// <summary>Puts together what an operator asks first, from what this node knows.</summary>
internal sealed class StatusBuilder(
    ClusterTracker tracker, IQuorum quorum, PeerTable peers, TransitionBoard board,
    NodeIdentity self, TimeProvider time)
{
    public GetStatusResponse Build()
    {
        var snapshot = tracker.Current;
        var response = new GetStatusResponse
        {
            Cluster = self.Cluster,
            Node = self.Node,
            Quorate = quorum.HasQuorum,
            Leader = quorum.Leader,
            Term = quorum.Term,
            Revision = snapshot.Revision,
            Voters = (uint)quorum.Voters,
            Quorum = (uint)(quorum.Voters / 2 + 1),
            Maintenance = snapshot.Cluster.Maintenance,
            Time = time.GetUtcNow().ToTimestamp(),
            Transition = board.Current,
        };
        response.Nodes.Add(snapshot.OfKind(Object.SpecOneofCase.Node).Select(node => NodeOf(snapshot, node)));
        response.Rings.Add(snapshot.OfKind(Object.SpecOneofCase.Ring).Select(RingOf));
        response.Resources.Add(ResourceStatuses.Of(snapshot, board));
        response.FenceDevices.Add(snapshot.OfKind(Object.SpecOneofCase.FenceDevice).Select(device =>
            DeviceOf(snapshot, device)));
        response.Problems.Add(ProblemFinder.Find(response, snapshot));
        return response;
    }

    private NodeStatus NodeOf(ClusterSnapshot snapshot, Object node)
    {
        var name = node.Metadata.Name;
        var member = snapshot.Members.GetValueOrDefault(name);
        var report = snapshot.Reports.GetValueOrDefault(name);
        var status = new NodeStatus
        {
            Name = name,
            Id = node.Node.Id,
            State = StateOf(snapshot, name, member, report),
            Since = member?.Since,
            Leader = quorum.Leader == name,
            Witness = node.Node.EffectiveRole() == NodeRole.Witness,
            Standby = node.Node.Standby,
            Maintenance = node.Node.Maintenance,
            Reason = ReasonOf(snapshot, name, member, report),
            Version = report?.Version ?? "",
            CoreEpoch = report?.CoreEpoch ?? 0,
        };
        if (report is not null && status.State is NodeState.Online or NodeState.Joining)
            status.Drivers.Add(report!.Drivers.Select(DriverOf));
        return status;
    }

    private static NodeState StateOf(ClusterSnapshot snapshot, string name, MemberRecord? member, NodeReport? report) =>
        member?.State switch
        {
            MemberState.Online => report?.Incarnation == member.Incarnation
                && !SchedulerInputs.Unprobed(snapshot, name).Any()
                ? NodeState.Online
                : NodeState.Joining,
            MemberState.Unclean => NodeState.Unclean,
            MemberState.Offline => NodeState.Offline,
            _ => NodeState.Unknown,
        };

    private string ReasonOf(ClusterSnapshot snapshot, string name, MemberRecord? member, NodeReport? report)
    {
        if (member?.State != MemberState.Online && report is { Left: false } &&
            string.Join(", ", Unfencing.Missing(snapshot, name)) is { Length: > 0 } missing)
            return $"it waits to be let in by {missing}";
        if (member is not { State: MemberState.Online })
        {
            var reason = member?.Reason ?? "it has not been seen yet";
            // What comes from it and cannot be heard says more than silence does, as the versions of both.
            return peers.Find(name)?.Change.Obstacle is { Length: > 0 } obstacle ? $"{reason}; {obstacle}" : reason;
        }
        if (report?.Incarnation != member.Incarnation) return "its core started anew and is met again";
        var unprobed = SchedulerInputs.Unprobed(snapshot, name).ToList();
        return unprobed.Count == 0 ? "" : $"not yet known whether active there: {string.Join(", ", unprobed)}";
    }

    private static DriverStatus DriverOf(DriverReport driver)
    {
        var status = new DriverStatus
        {
            Name = driver.Name,
            Version = driver.Version,
            InstanceId = driver.InstanceId,
            State = (Microkernel.V1.DriverState)driver.State,
            Reason = driver.Reason,
            Since = driver.Since,
            Pid = driver.Pid,
            Generation = driver.Generation,
        };
        status.Capabilities.Add(driver.Capabilities.Select(
            capability => ((Capability)capability).ToString().ToLowerInvariant()));
        return status;
    }

    private RingStatus RingOf(Object ring)
    {
        var status = new RingStatus { Name = ring.Metadata.Name };
        // A node that is not on a ring does not miss anybody there.
        if (ring.Ring.Addresses.All(address => address.Node != self.Node)) return status;
        foreach (var address in ring.Ring.Addresses.OrderBy(address => address.Node, StringComparer.Ordinal))
        {
            if (address.Node == self.Node) continue;
            var heard = peers.Find(address.Node)?.Change.Rings.FirstOrDefault(peer => peer.Ring == ring.Metadata.Name);
            status.Peers.Add(new RingPeerStatus
            {
                Node = address.Node,
                Address = address.Address,
                Heard = heard?.Heard ?? false,
                LossRatio = heard?.LossRatio ?? 0,
                RoundTrip = heard?.RoundTrip,
                Jitter = heard?.Jitter,
                Silence = heard?.Silence,
                Deaf = heard?.Deaf ?? false,
            });
        }
        return status;
    }

    private static FenceDeviceStatus DeviceOf(ClusterSnapshot snapshot, Object device)
    {
        var check = snapshot.DeviceChecks.GetValueOrDefault(device.Metadata.Name);
        return new FenceDeviceStatus
        {
            Name = device.Metadata.Name,
            Agent = device.FenceDevice.Agent,
            LastAnswer = check?.LastAnswer,
            Reason = check?.Reason ?? "not checked yet",
            Took = check?.Took,
        };
    }
}
