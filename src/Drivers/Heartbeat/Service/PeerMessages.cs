using Google.Protobuf.WellKnownTypes;
using Microkernel.Driver.V1;
using Microkernel.Drivers.Heartbeat.Engine;

namespace Microkernel.Drivers.Heartbeat.Service;

/// <summary>Puts reports on peers into the protocol's messages.</summary>
internal static class PeerMessages
{
    /// <summary>Converts a report.</summary>
    public static PeerChange From(PeerReport peer) => new()
    {
        Node = peer.Node,
        State = peer.Standing switch
        {
            PeerStanding.Heard => PeerState.Heard,
            PeerStanding.Silent => PeerState.Silent,
            PeerStanding.Left => PeerState.Left,
            _ => PeerState.Unspecified,
        },
        LastHeard = peer.LastHeard?.ToTimestamp(),
        CoreAttached = peer.CoreAttached,
        CoreEpoch = peer.CoreEpoch,
        Deaf = peer.IsDeaf,
        Obstacle = peer.Obstacle,
        Lateness = peer.Lateness.ToDuration(),
        Rings = { peer.Links.Select(From) },
    };

    private static RingPeer From(LinkReport link) => new()
    {
        Ring = link.Ring,
        Heard = link.Heard,
        LossRatio = link.LossRatio,
        RoundTrip = link.RoundTrip?.ToDuration(),
        Jitter = link.Jitter.ToDuration(),
        Silence = link.Silence?.ToDuration(),
        Deaf = link.IsDeaf,
    };
}
