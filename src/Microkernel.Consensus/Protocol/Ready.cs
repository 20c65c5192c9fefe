using Microkernel.Raft.V1;

namespace Microkernel.Consensus.Protocol;

/// <summary>What the state machine wants done. Batches are taken and carried out in order.</summary>
internal sealed class Ready
{
    /// <summary>
    /// Numbers the write; 0 when there is none. Reported back by <see cref="RaftNode.Written"/> once all is durable.
    /// </summary>
    public ulong WriteSequence { get; set; }

    /// <summary>
    /// What to make durable; null when only <see cref="MessagesAfterWrite"/> waits for earlier writes.
    /// </summary>
    public LogFrame? Write { get; set; }

    /// <summary>Messages to send at once.</summary>
    public List<Message> Messages { get; set; } = [];

    /// <summary>Messages to send when this write is durable.</summary>
    public List<Message> MessagesAfterWrite { get; set; } = [];

    /// <summary>A received snapshot that replaces the state, before <see cref="Committed"/> is applied.</summary>
    public SnapshotMetadata? Snapshot { get; set; }

    /// <summary>Committed and durable entries to apply, in order.</summary>
    public List<Entry> Committed { get; set; } = [];

    /// <summary>When the caller took it up, by its own clock.</summary>
    public long TakenAt { get; set; }

    /// <summary>For each configuration entry in <see cref="Committed"/>, the membership that it leads to.</summary>
    public List<(ulong Index, Configuration Configuration)> Configurations { get; set; } = [];

    /// <summary>Entries to be read from disk.</summary>
    public List<LogFetch> Fetches { get; set; } = [];

    /// <summary>Answers to <see cref="RaftNode.ReadIndex"/>.</summary>
    public List<ReadAnswer> Reads { get; set; } = [];

    /// <summary>Own proposals that the leader has appended.</summary>
    public List<ProposalId> AcceptedProposals { get; set; } = [];

    /// <summary>Own proposals that surely will not be applied.</summary>
    public List<ProposalId> RefusedProposals { get; set; } = [];
}

/// <summary>Answers a read: the index to wait for, or null when it must be asked again.</summary>
internal readonly record struct ReadAnswer(ulong RequestId, ulong? Index);

/// <summary>What became of a proposal at the moment when it was made.</summary>
internal enum ProposalFate
{
    /// <summary>This member leads and appended it.</summary>
    Appended,

    /// <summary>It was sent to the leader.</summary>
    Forwarded,

    /// <summary>There is no leader, or it hands over: surely not applied.</summary>
    NoLeader,

    /// <summary>Too much waits for commit already: surely not applied.</summary>
    Overloaded,
}

/// <summary>The role of a member in its term.</summary>
public enum RaftRole
{
    /// <summary>Follows a leader or waits for one.</summary>
    Follower,

    /// <summary>Rehearses an election.</summary>
    PreCandidate,

    /// <summary>Stands for election.</summary>
    Candidate,

    /// <summary>Leads.</summary>
    Leader,
}
