using System.Net;
using System.Net.Sockets;
using Microkernel.Drivers.Heartbeat.Wire;

namespace Microkernel.Drivers.Heartbeat.Rings;

/// <summary>The whole configuration, validated.</summary>
/// <param name="Version">Rises with each change.</param>
/// <param name="Generation">The driver's activation under which it was set.</param>
/// <param name="Cluster">Name of the cluster.</param>
/// <param name="Node">Name of this node.</param>
/// <param name="Rings">0 to 8 rings.</param>
/// <param name="Keys">The first seals, each opens; at least one while there are rings.</param>
/// <param name="Interval">Time between two beats; 10 ms to 10 s.</param>
/// <param name="Timeout">Longest silence of a peer; at least three intervals.</param>
/// <param name="CoreEpoch">Epoch of this node's core.</param>
/// <param name="IsPassive">Whether the rings take turns, instead of each carrying every beat.</param>
internal sealed record HeartbeatConfiguration(
    ulong Version,
    ulong Generation,
    string Cluster,
    string Node,
    IReadOnlyList<RingSettings> Rings,
    IReadOnlyList<BeatKey> Keys,
    TimeSpan Interval,
    TimeSpan Timeout,
    ulong CoreEpoch,
    bool IsPassive = false);

/// <summary>One ring.</summary>
/// <param name="Name">Unique name.</param>
/// <param name="Local">This node's address and port on the ring.</param>
/// <param name="Members">The peers, each once, each with an address of its own.</param>
/// <param name="Multicast">The group that beats go to; null when they go to each member.</param>
/// <param name="Mtu">Largest packet with its IP and UDP headers, in bytes.</param>
internal sealed record RingSettings(
    string Name, IPEndPoint Local, IReadOnlyList<RingMemberSettings> Members, MulticastSettings? Multicast = null,
    int Mtu = RingSettings.DefaultMtu)
{
    /// <summary>The largest packet of Ethernet, in bytes.</summary>
    public const int DefaultMtu = 1500;

    private const int UdpHeader = 8;
    private const int IPv4Header = 20;
    private const int IPv6Header = 40;

    /// <summary>Largest datagram that fits into a packet, in bytes.</summary>
    public int LongestDatagram =>
        Mtu - UdpHeader - (Local.AddressFamily == AddressFamily.InterNetwork ? IPv4Header : IPv6Header);
}

/// <summary>A group that all members of a ring hear.</summary>
/// <param name="Group">Its address; joined on the interface that has the ring's local address.</param>
/// <param name="Ttl">1 to 255; 1 stays on the network.</param>
internal sealed record MulticastSettings(IPAddress Group, int Ttl);

/// <summary>A peer on a ring; it listens on the ring's port.</summary>
/// <param name="Node">Name of the node.</param>
/// <param name="Address">Its address, of the family of the ring's local address.</param>
internal sealed record RingMemberSettings(string Node, IPAddress Address);

/// <summary>What is wrong with a ring now.</summary>
/// <param name="Ring">Name of the ring.</param>
/// <param name="Message">What was found and what was expected.</param>
internal sealed record RingFault(string Ring, string Message);
