namespace Microkernel.Consensus.Protocol;

/// <summary>
/// Well-known mistakes that the simulator can plant to show that it would find them. Production never sets any.
/// </summary>
[Flags]
internal enum PlantedDefects
{
    None = 0,

    /// <summary>Vote for several candidates in one term.</summary>
    VoteTwice = 1 << 0,

    /// <summary>Vote for a candidate whose log is behind.</summary>
    VoteForOutdatedLog = 1 << 1,

    /// <summary>Answer before the write is durable.</summary>
    AnswerBeforeWrite = 1 << 2,

    /// <summary>A leader counts itself before its write is durable.</summary>
    CountOwnWriteEarly = 1 << 3,

    /// <summary>Commit entries of earlier terms by counting (Raft paper, figure 8).</summary>
    CommitEarlierTerm = 1 << 4,

    /// <summary>Skip the comparison of terms before appending.</summary>
    SkipPreviousCheck = 1 << 5,

    /// <summary>Serve reads without asking a majority.</summary>
    ReadWithoutQuorum = 1 << 6,

    /// <summary>Serve reads before an entry of the own term is committed.</summary>
    ReadBeforeOwnCommit = 1 << 7,

    /// <summary>Commit with the new majority alone while the configuration is joint.</summary>
    IgnoreOutgoingVoters = 1 << 8,

    /// <summary>Take over without having met the peer since the start.</summary>
    TakeOverWithoutMeeting = 1 << 9,

    /// <summary>Accept messages of earlier terms.</summary>
    AcceptOldTerms = 1 << 10,

    /// <summary>Tell a follower to commit beyond what it is known to have.</summary>
    CommitBeyondMatch = 1 << 11,

    /// <summary>Take over without proof that the peer is off.</summary>
    TakeOverWithoutProof = 1 << 12,

    /// <summary>Remove no conflicting entries.</summary>
    KeepConflicts = 1 << 13,

    /// <summary>A leader that reaches no majority stays.</summary>
    NoCheckQuorum = 1 << 14,

    /// <summary>Take a proposal twice when its message is repeated.</summary>
    AcceptRepeatedProposals = 1 << 15,

    /// <summary>Do not write down whom the vote went to.</summary>
    ForgetVote = 1 << 16,
}
