using Microkernel.Consensus.Protocol;

namespace Microkernel.Consensus;

/// <summary>What a member knows of itself and its cluster at one moment.</summary>
public sealed record RaftStatus
{
    /// <summary>This member's id.</summary>
    public ulong Id { get; init; }

    /// <summary>Its role.</summary>
    public RaftRole Role { get; init; }

    /// <summary>The latest term that it has seen.</summary>
    public ulong Term { get; init; }

    /// <summary>The leader of that term as far as known; 0 if unknown.</summary>
    public ulong LeaderId { get; init; }

    /// <summary>
    /// A majority stands behind the leader. On a leader: it has committed an entry of its term, and heard a majority
    /// within an election timeout. Else: it heard the leader within an election timeout.
    /// </summary>
    public bool HasQuorum { get; init; }

    /// <summary>The highest committed index known.</summary>
    public ulong CommitIndex { get; init; }

    /// <summary>The highest applied index.</summary>
    public ulong AppliedIndex { get; init; }

    /// <summary>The first index that is not compacted away.</summary>
    public ulong FirstIndex { get; init; }

    /// <summary>The last index in the log.</summary>
    public ulong LastIndex { get; init; }

    /// <summary>The last index of the newest snapshot; 0 if there is none.</summary>
    public ulong SnapshotIndex { get; init; }

    /// <summary>Bytes of the log's files.</summary>
    public long LogBytes { get; init; }

    /// <summary>Bytes of entries in memory, about.</summary>
    public long LogMemoryBytes { get; init; }

    /// <summary>The voters, ascending; in a joint configuration those of the new one.</summary>
    public IReadOnlyList<ulong> Voters { get; init; } = [];

    /// <summary>The voters of the old configuration while a membership change is in progress; else empty.</summary>
    public IReadOnlyList<ulong> OutgoingVoters { get; init; } = [];

    /// <summary>Members that get the log but do not vote, ascending.</summary>
    public IReadOnlyList<ulong> Learners { get; init; } = [];

    /// <summary>
    /// On a leader: the learners that it hears and that have all but the newest entries, so that they may become voters
    /// without being waited for.
    /// </summary>
    public IReadOnlyList<ulong> CaughtUpLearners { get; init; } = [];

    /// <summary>All members with their names and addresses, as of the log.</summary>
    public IReadOnlyList<RaftPeer> Members { get; init; } = [];

    /// <summary>The disk does not answer: the member does not lead.</summary>
    public bool IsDiskStalled { get; init; }

    /// <summary>
    /// The member was in a working quorum with the present voters since it started, so it may go on alone once the
    /// other of two voters is proven to be off.
    /// </summary>
    public bool MayTakeOver { get; init; }

    /// <summary>This member leads and a majority stands behind it.</summary>
    public bool IsQuorateLeader => Role == RaftRole.Leader && HasQuorum;
}
