using System.Diagnostics.Metrics;
using Microkernel.Core.Drivers;
using Microkernel.Core.Events;
using Microkernel.Core.Membership;
using Microkernel.Core.Overview;
using Microkernel.Core.State;
using Microkernel.V1;

namespace Microkernel.Core.Metrics;

/// <summary>What this core tells Prometheus of the cluster and itself.</summary>
internal sealed class CoreMetrics : IDisposable
{
    private readonly Meter _meter = new("Microkernel.Core");

    public CoreMetrics(
        IQuorum quorum, ClusterTracker tracker, PeerTable peers, DriverHost drivers, StatusBuilder status,
        EventRecorder events, NodeIdentity self)
    {
        _meter.CreateObservableGauge("microkernel_quorate", () => quorum.HasQuorum ? 1 : 0,
            description: "Whether this node is in touch with a quorum.");
        _meter.CreateObservableGauge("microkernel_leader", () => quorum.IsLeader ? 1 : 0,
            description: "Whether this node leads.");
        _meter.CreateObservableGauge("microkernel_raft_term", () => (long)quorum.Term,
            description: "Raft term as this node knows it.");
        _meter.CreateObservableGauge("microkernel_store_revision", () => tracker.Current.Revision,
            description: "Store revision that this node has followed to.");
        _meter.CreateObservableCounter("microkernel_events_dropped_total", () => events.Dropped,
            description: "Events that found no place while the store took nothing.");
        _meter.CreateObservableGauge("microkernel_build_info",
            () => new Measurement<int>(1, Tag("version", self.Version)), description: "Version of the core.");
        _meter.CreateObservableGauge("microkernel_process_resident_memory_bytes", () => Environment.WorkingSet,
            description: "Resident memory of the core.");
        _meter.CreateObservableGauge("microkernel_node_state",
            () => status.Build().Nodes.Select(node => new Measurement<int>(
                1, Tag("node", node.Name), Tag("state", node.State.ToString().ToLowerInvariant()))),
            description: "State of each node, as a label.");
        _meter.CreateObservableGauge("microkernel_resource_active",
            () => status.Build().Resources.SelectMany(Actives),
            description: "Whether a resource is active on a node.");
        _meter.CreateObservableGauge("microkernel_resource_failures",
            () => status.Build().Resources.SelectMany(resource => resource.Failures.Select(failure =>
                new Measurement<int>((int)failure.Count, Tag("resource", resource.Name), Tag("node", failure.Node)))),
            description: "Failures that count, by resource and node.");
        _meter.CreateObservableGauge("microkernel_ring_peer_heard",
            () => peers.All.SelectMany(peer => peer.Change.Rings.Select(ring => new Measurement<int>(
                ring.Heard ? 1 : 0, Tag("ring", ring.Ring), Tag("peer", peer.Change.Node)))),
            description: "Whether a peer is heard on a ring.");
        _meter.CreateObservableGauge("microkernel_ring_peer_loss_ratio",
            () => peers.All.SelectMany(peer => peer.Change.Rings.Select(ring => new Measurement<double>(
                ring.LossRatio, Tag("ring", ring.Ring), Tag("peer", peer.Change.Node)))),
            description: "Share of heartbeats lost lately, by ring and peer.");
        _meter.CreateObservableGauge("microkernel_driver_active",
            () => drivers.Drivers.GroupBy(driver => driver.Name).Select(group => new Measurement<int>(
                group.Any(driver => driver.State == DriverState.Active) ? 1 : 0, Tag("driver", group.Key))),
            description: "Whether an instance of a driver is attached and acts.");
    }

    public void Dispose() => _meter.Dispose();

    private static IEnumerable<Measurement<int>> Actives(ResourceStatus resource) =>
        resource.Nodes.Count == 0
            ? [new Measurement<int>(0, Tag("resource", resource.Name), Tag("node", ""))]
            : resource.Nodes.Select(node => new Measurement<int>(1, Tag("resource", resource.Name), Tag("node", node)));

    private static KeyValuePair<string, object?> Tag(string name, string value) => new(name, value);
}
