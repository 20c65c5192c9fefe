using System.Net;
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
internal sealed record HeartbeatConfiguration(
    ulong Version,
    ulong Generation,
    string Cluster,
    string Node,
    IReadOnlyList<RingSettings> Rings,
    IReadOnlyList<BeatKey> Keys,
    TimeSpan Interval,
    TimeSpan Timeout,
    ulong CoreEpoch);

/// <summary>One ring.</summary>
/// <param name="Name">Unique name.</param>
/// <param name="Local">This node's address and port on the ring.</param>
/// <param name="Members">The peers, each once, each with an address of its own.</param>
internal sealed record RingSettings(string Name, IPEndPoint Local, IReadOnlyList<RingMemberSettings> Members);

/// <summary>A peer on a ring; it listens on the ring's port.</summary>
/// <param name="Node">Name of the node.</param>
/// <param name="Address">Its address, of the family of the ring's local address.</param>
internal sealed record RingMemberSettings(string Node, IPAddress Address);

/// <summary>What is wrong with a ring now.</summary>
/// <param name="Ring">Name of the ring.</param>
/// <param name="Message">What was found and what was expected.</param>
internal sealed record RingFault(string Ring, string Message);
