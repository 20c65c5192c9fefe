using Microkernel.Raft.V1;

namespace Microkernel.Consensus.Protocol;

/// <summary>
/// Raft as a pure state machine: messages, ticks and completions come in, a <see cref="Ready"/> comes out. It does no
/// I/O, reads no clock, starts no thread, and its randomness comes from the caller. Not thread-safe.
/// </summary>
internal sealed partial class RaftNode
{
    private readonly RaftNodeOptions _options;
    private readonly Random _random;
    private readonly RaftLog _log;
    private readonly Dictionary<ulong, Progress> _progress = [];
    private readonly Dictionary<ulong, bool> _votes = [];

    private HardState _writtenHardState;
    private SnapshotMetadata? _snapshot;
    private Membership _applied;
    private Membership _membership;
    private ulong _term;
    private ulong _votedFor;
    private ulong _stable;
    private ulong _handedOut;
    private long _now;
    private long _electionStartedTick;
    private long _heartbeatSentTick;
    private int _electionTimeoutTicks;

    /// <summary>Creates the state machine from what the disk holds.</summary>
    /// <exception cref="RaftInvariantException">The parts do not fit each other.</exception>
    public RaftNode(RaftNodeOptions options, RestoredState restored, Random random)
    {
        _options = options;
        _random = random;
        _firstRequestId = (ulong)random.NextInt64();
        _snapshot = restored.Snapshot;
        var start = Position.From(_snapshot?.Position);
        _log = new RaftLog(start, restored.Entries);
        _term = Math.Max(restored.HardState.Term, _log.Last.Term);
        _votedFor = _term == restored.HardState.Term ? restored.HardState.VotedFor : 0;
        _log.CommitTo(Math.Max(restored.HardState.Commit, start.Index));
        _writtenHardState = restored.HardState;
        _applied = _snapshot is null ? Membership.Empty : new Membership(_snapshot.Configuration);
        _membership = _applied;
        _stable = _log.LastIndex;
        _nextToWrite = _log.LastIndex + 1;
        _handedOut = start.Index;
        AdoptTakeovers();
        RenewPromise();
        ResetElectionTimer();
    }

    public ulong Id => _options.Id;

    public ulong Term => _term;

    public RaftRole Role { get; private set; }

    /// <summary>The leader of the term as far as known; 0 if unknown.</summary>
    public ulong LeaderId { get; private set; }

    public Membership Membership => _membership;

    public RaftLog Log => _log;

    /// <summary>The highest index whose write is durable.</summary>
    public ulong Stable => _stable;

    /// <summary>The highest index that was handed out to be applied.</summary>
    public ulong HandedOut => _handedOut;

    public long Now => _now;

    private bool IsDefective(PlantedDefects defect) => (_options.Defects & defect) != 0;

    /// <summary>
    /// Tells whether a majority stands behind the leader: a leader hears one, a follower hears the leader.
    /// </summary>
    public bool HasQuorum => Role switch
    {
        RaftRole.Leader => _log.TermAt(_log.Committed) == _term && HearsQuorum(),
        RaftRole.Follower => LeaderId != 0 && _now - _electionStartedTick < _options.ElectionTicks,
        _ => false,
    };

    /// <summary>Lets one tick pass.</summary>
    public void Tick()
    {
        _now++;
        if (Role == RaftRole.Leader)
        {
            TickLeader();
        }
        else if (_now - _electionStartedTick >= _electionTimeoutTicks)
        {
            LeaderId = 0;
            if (MayCampaign())
            {
                Campaign(rehearse: true, transfer: false);
            }
        }
        else
        {
            SeekMeeting();
        }
    }

    /// <summary>Takes in one message from another member.</summary>
    public void Step(Message message)
    {
        if (message.To != _options.Id || message.From == _options.Id)
        {
            return;
        }

        if (message.Term > _term)
        {
            if (!EnterHigherTerm(message))
            {
                return;
            }
        }
        else if (message.Term < _term && !IsDefective(PlantedDefects.AcceptOldTerms))
        {
            AnswerLowerTerm(message);
            return;
        }

        Dispatch(message);
    }

    private void Dispatch(Message message)
    {
        switch (message.BodyCase)
        {
            case Message.BodyOneofCase.VoteRequest:
                HandleVoteRequest(message);
                break;
            case Message.BodyOneofCase.VoteResult:
                HandleVoteResult(message);
                break;
            case Message.BodyOneofCase.AppendRequest:
                if (HearLeader(message.From))
                {
                    HandleAppend(message.From, message.AppendRequest);
                }

                break;
            case Message.BodyOneofCase.HeartbeatRequest:
                if (HearLeader(message.From))
                {
                    HandleHeartbeat(message.From, message.HeartbeatRequest);
                }

                break;
            case Message.BodyOneofCase.InstallSnapshot:
                if (HearLeader(message.From))
                {
                    HandleSnapshot(message.From, message.InstallSnapshot.Snapshot);
                }

                break;
            case Message.BodyOneofCase.TimeoutNow:
                HandleTimeoutNow();
                break;
            case Message.BodyOneofCase.ProposalResult:
                HandleProposalResult(message.ProposalResult);
                break;
            case Message.BodyOneofCase.ReadIndexResult:
                HandleReadResult(message.ReadIndexResult);
                break;
            default:
                DispatchToLeader(message);
                break;
        }
    }

    private void DispatchToLeader(Message message)
    {
        switch (message.BodyCase)
        {
            case Message.BodyOneofCase.AppendResult when Role == RaftRole.Leader:
                HandleAppendResult(message.From, message.AppendResult);
                break;
            case Message.BodyOneofCase.HeartbeatResult when Role == RaftRole.Leader:
                HandleHeartbeatResult(message.From, message.HeartbeatResult);
                break;
            case Message.BodyOneofCase.ProposalRequest:
                HandleProposalRequest(message.From, message.ProposalRequest);
                break;
            case Message.BodyOneofCase.ReadIndexRequest:
                HandleReadRequest(message.From, message.ReadIndexRequest.RequestId);
                break;
            case Message.BodyOneofCase.TransferRequest when Role == RaftRole.Leader:
                TransferLeadership(message.TransferRequest.TargetId);
                break;
        }
    }
}
