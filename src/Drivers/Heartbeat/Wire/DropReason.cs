namespace Microkernel.Drivers.Heartbeat.Wire;

/// <summary>Why a datagram was dropped.</summary>
internal enum DropReason
{
    /// <summary>Not a beat, or cut short.</summary>
    Malformed,

    /// <summary>The source address is none of the ring's members.</summary>
    UnknownSource,

    /// <summary>The format's version is not ours.</summary>
    OtherVersion,

    /// <summary>No key of that id is configured.</summary>
    UnknownKey,

    /// <summary>The seal does not hold: another secret under the same id, or a forgery.</summary>
    BrokenSeal,

    /// <summary>Sealed for another cluster.</summary>
    OtherCluster,

    /// <summary>The sender's name is not the one configured for the address.</summary>
    OtherSender,

    /// <summary>Addressed to another node.</summary>
    OtherReceiver,

    /// <summary>Sent on another ring: crossed cables or addresses.</summary>
    OtherRing,

    /// <summary>Our own datagram came back.</summary>
    Reflected,

    /// <summary>Heard before, or from an instance that has ended.</summary>
    Replayed,

    /// <summary>Sealed well, but its sender has not shown that it hears us now, so that it may be a replay.</summary>
    Unproven,
}
