using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Microkernel.Core.Drivers;
using Microkernel.Core.State;
using Microkernel.Driver.V1;
using Microkernel.Node.V1;
using Microkernel.V1;
using Object = Microkernel.V1.Object;
using RingMode = Microkernel.Driver.V1.RingMode;

namespace Microkernel.Core.Heartbeat;

/// <summary>Puts what the store holds into the heartbeat driver's terms.</summary>
internal static class HeartbeatRequest
{
    /// <summary>The configuration that the objects ask for; null while there is no key yet.</summary>
    /// <param name="snapshot">The store.</param>
    /// <param name="core">Who asks.</param>
    /// <param name="open">Opens a sealed key.</param>
    public static ConfigureRequest? Build(
        ClusterSnapshot snapshot, DriverIdentity core, Func<HeartbeatKeyMaterial, byte[]> open)
    {
        if (snapshot.HeartbeatKey is not { } keys) return null;
        var cluster = snapshot.Cluster;
        var request = new ConfigureRequest
        {
            Cluster = core.Cluster,
            Node = core.Node,
            CoreEpoch = core.CoreEpoch,
            Interval = Duration.FromTimeSpan(cluster.HeartbeatInterval),
            Timeout = Duration.FromTimeSpan(cluster.HeartbeatTimeout),
            RingMode = cluster.IsPassive ? RingMode.Passive : RingMode.Active,
            Keys =
            {
                KeyRotation.InOrder(keys)
                    .Select(key => new HeartbeatKey { Id = key.Id, Secret = ByteString.CopyFrom(open(key)) }),
            },
        };
        if (HasLeft(snapshot, core)) return request;
        request.Rings.Add(snapshot.OfKind(Object.SpecOneofCase.Ring).Select(ring => RingOf(ring, core.Node))
            .OfType<RingConfiguration>());
        return request;
    }

    /// <summary>Whether this core has told that its node left: then it beats no more.</summary>
    public static bool HasLeft(ClusterSnapshot snapshot, DriverIdentity core) =>
        snapshot.Reports.GetValueOrDefault(core.Node) is { Left: true } report && report.CoreEpoch == core.CoreEpoch;

    /// <summary>A ring as one node uses it; null when the node, or everybody else, is not on it.</summary>
    private static RingConfiguration? RingOf(Object ring, string node)
    {
        var spec = ring.Ring;
        var own = spec.Addresses.FirstOrDefault(address => address.Node == node);
        if (own is null || spec.Addresses.Count == 1) return null;
        return new RingConfiguration
        {
            Name = ring.Metadata.Name,
            Port = spec.Port,
            LocalAddress = own.Address,
            Mtu = spec.Mtu,
            Multicast = spec.Multicast is { } multicast
                ? new RingMulticast { Address = multicast.Address, Ttl = multicast.Ttl }
                : null,
            Members =
            {
                spec.Addresses.Where(address => address.Node != node)
                    .Select(address => new RingMember { Node = address.Node, Address = address.Address }),
            },
        };
    }
}
