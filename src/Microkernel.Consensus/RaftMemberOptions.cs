using Microkernel.Raft.V1;

namespace Microkernel.Consensus;

/// <summary>Settings of a <see cref="RaftMember"/>.</summary>
public sealed class RaftMemberOptions
{
    /// <summary>The name of the cluster; members of another cluster are refused.</summary>
    public string ClusterId { get; set; } = "microkernel";

    /// <summary>This member's id; at least 1, and never used again for another disk.</summary>
    public ulong Id { get; set; }

    /// <summary>
    /// The members that the cluster starts with, this one among them; the same on each of them. Read when the data
    /// directory is empty; later only for addresses, which override those in the log.
    /// </summary>
    public IList<RaftPeer> Peers { get; } = [];

    /// <summary>
    /// This member joins a cluster that already runs: with an empty data directory it waits until a leader, told to add
    /// it, brings it the log. Default: false.
    /// </summary>
    public bool JoinExistingCluster { get; set; }

    /// <summary>
    /// Where the member keeps its log and snapshots; made if it is not there. One member a directory.
    /// </summary>
    public string DataDirectory { get; set; } = "";

    /// <summary>The unit of the two settings below; 1 ms to 10 s. Default: 50 ms.</summary>
    public TimeSpan TickInterval { get; set; } = TimeSpan.FromMilliseconds(50);

    /// <summary>Ticks between a leader's heartbeats; at least 1. Default: 1.</summary>
    public int HeartbeatTicks { get; set; } = 1;

    /// <summary>
    /// Ticks without a leader before an election, drawn anew between this and twice this; also how long a leader goes
    /// on without a majority. At least 3 times <see cref="HeartbeatTicks"/>. Too low, and a pause of a process looks
    /// like its death. Default: 10.
    /// </summary>
    public int ElectionTicks { get; set; } = 10;

    /// <summary>Bytes of commands in one message to a follower; at least 4 KiB. Default: 512 KiB.</summary>
    public int MaxBatchBytes { get; set; } = 512 * 1024;

    /// <summary>Bytes of one command; more is refused. At most 128 MiB. Default: 16 MiB.</summary>
    public int MaxCommandBytes { get; set; } = 16 * 1024 * 1024;

    /// <summary>Proposals and reads that wait on this member; more are refused. At least 1. Default: 10 000.</summary>
    public int MaxPendingRequests { get; set; } = 10_000;

    /// <summary>
    /// A snapshot is taken after so many entries, at least 1, once the log is a quarter as large as the state. Default:
    /// 20 000.
    /// </summary>
    public int SnapshotThresholdEntries { get; set; } = 20_000;

    /// <summary>A snapshot is taken after so many bytes of entries; at least 64 KiB. Default: 16 MiB.</summary>
    public long SnapshotThresholdBytes { get; set; } = 16 * 1024 * 1024;

    /// <summary>
    /// Entries kept in the log behind a snapshot, so that a member that lags a little needs no snapshot. Default: 2000.
    /// </summary>
    public int TrailingEntries { get; set; } = 2000;

    /// <summary>
    /// Bytes of entries kept in memory once they are durable and applied; for a member that lags further they are read
    /// back from the segments. At least 64 KiB. Default: 16 MiB.
    /// </summary>
    public long LogCacheBytes { get; set; } = 16 * 1024 * 1024;

    /// <summary>Bytes of one segment file of the log; 64 KiB to 1 GiB. Default: 8 MiB.</summary>
    public int SegmentBytes { get; set; } = 8 * 1024 * 1024;

    /// <summary>
    /// Members promise the leader their vote for an election timeout at a time, so that it may answer reads that ask
    /// for <see cref="ReadMode.Lease"/> alone. Give it to all members or none. It costs that a leader whose process
    /// ended is replaced only after a whole election timeout, and rests on monotonic clocks that differ by less than a
    /// tenth and do not stand still: not for machines that are suspended, or virtual ones that are paused or migrated.
    /// Default: false.
    /// </summary>
    public bool LeaseReads { get; set; }

    /// <summary>How long a proposal or a read waits at most; 10 ms to 10 min. Default: 5 s.</summary>
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(5);
}

/// <summary>A member as the operator configures it.</summary>
/// <param name="Id">The member's id; at least 1.</param>
/// <param name="Name">The node's name.</param>
/// <param name="Addresses">Where it listens (<c>host:port</c>), tried in turn.</param>
/// <param name="IsWitness">It votes and keeps the log, and leads only when nobody else can.</param>
public sealed record RaftPeer(ulong Id, string Name, IReadOnlyList<string> Addresses, bool IsWitness = false)
{
    /// <summary>The member's data directory, once the leader has heard it; 0 before. Not set by operators.</summary>
    public ulong StorageId { get; init; }

    internal Member ToMember() => new() { Id = Id, Name = Name, Addresses = { Addresses }, Witness = IsWitness };
}
