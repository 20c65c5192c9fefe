namespace Microkernel.Consensus.Protocol;

/// <summary>Settings of the state machine; times are counted in ticks.</summary>
internal sealed record RaftNodeOptions
{
    /// <summary>The member's id; at least 1.</summary>
    public required ulong Id { get; init; }

    /// <summary>
    /// Ticks without a leader before an election, drawn anew each time between this and twice this; also how long a
    /// leader goes on without a majority. At least three times <see cref="HeartbeatTicks"/>.
    /// </summary>
    public int ElectionTicks { get; init; } = 10;

    /// <summary>Ticks between heartbeats; at least 1.</summary>
    public int HeartbeatTicks { get; init; } = 1;

    /// <summary>
    /// Ticks that a write may take before a leader resigns and a follower does not stand; at least 1.
    /// </summary>
    public int WriteStallTicks { get; init; } = 20;

    /// <summary>Bytes of entries in one append message; an entry that is larger travels alone.</summary>
    public int AppendBytesMax { get; init; } = 512 * 1024;

    /// <summary>Unanswered append messages to one member.</summary>
    public int InflightMessagesMax { get; init; } = 128;

    /// <summary>Unanswered bytes to one member.</summary>
    public long InflightBytesMax { get; init; } = 16 * 1024 * 1024;

    /// <summary>Bytes that wait for commit on a leader before it refuses proposals.</summary>
    public long UncommittedBytesMax { get; init; } = 64 * 1024 * 1024;

    /// <summary>Bytes of committed entries handed out at once.</summary>
    public int ApplyBytesMax { get; init; } = 4 * 1024 * 1024;

    /// <summary>
    /// Bytes of entries kept in memory once they are durable and applied; the rest is read back from disk for members
    /// that lag.
    /// </summary>
    public long CacheBytesMax { get; init; } = long.MaxValue / 2;

    /// <summary>Reads that wait on a leader; more are refused.</summary>
    public int PendingReadsMax { get; init; } = 10_000;

    /// <summary>
    /// The member promises leaders its vote for an election timeout at a time, so that they may answer reads alone.
    /// </summary>
    public bool GrantsLeases { get; init; }

    /// <summary>
    /// How long such a promise is relied on, in the caller's clock; well below the election timeout, for clocks do not
    /// run alike. 0 relies on none.
    /// </summary>
    public long LeaseDuration { get; init; }

    /// <summary>Defects for the simulator to find; none in production.</summary>
    public PlantedDefects Defects { get; init; }
}
