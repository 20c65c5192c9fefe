namespace Microkernel.Drivers.Heartbeat.Wire;

/// <summary>What a beat says, apart from the names it is addressed with.</summary>
/// <param name="Flags">What holds for the sender.</param>
/// <param name="CoreEpoch">Epoch of the sender's core.</param>
/// <param name="Sent">Sender's monotonic clock when it sent, since its start.</param>
/// <param name="Interval">Time between the sender's beats.</param>
/// <param name="Lateness">Worst late wake-up that the sender saw of itself lately.</param>
/// <param name="Echo">What the sender last heard from the receiver; default when nothing.</param>
internal readonly record struct Beat(
    BeatFlags Flags, ulong CoreEpoch, TimeSpan Sent, TimeSpan Interval, TimeSpan Lateness, BeatEcho Echo);

/// <summary>Returns to a receiver what it sent: proof that the sender lives now, and the round trip.</summary>
/// <param name="Instance">Instance whose beat is echoed; 0 when there is none.</param>
/// <param name="Sent">The <see cref="Beat.Sent"/> of that beat.</param>
/// <param name="Held">Time between hearing that beat and sending this one.</param>
internal readonly record struct BeatEcho(UInt128 Instance, TimeSpan Sent, TimeSpan Held);

/// <summary>What holds for the sender of a beat.</summary>
[Flags]
internal enum BeatFlags : ushort
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The sender leaves the cluster in order.</summary>
    Leaving = 1,

    /// <summary>The sender's core watches its heartbeat driver.</summary>
    CoreAttached = 2,

    /// <summary>Sent to a group: instead of one echo it carries a list, one for each member that was heard.</summary>
    ToGroup = 4,
}
