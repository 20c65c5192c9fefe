using Microkernel.Raft.V1;

namespace Microkernel.Consensus.Protocol;

/// <summary>Terms: higher ones are entered, lower ones answered (Raft paper, section 5.1).</summary>
internal sealed partial class RaftNode
{
    /// <summary>Reacts to a higher term; false when the message is to be ignored.</summary>
    private bool EnterHigherTerm(Message message)
    {
        switch (message.BodyCase)
        {
            case Message.BodyOneofCase.VoteRequest:
                if (!message.VoteRequest.Transfer && (HearsLiveLeader || IsPromised))
                {
                    // Leader stickiness: a member that was cut off must not depose a leader that others hear
                    // (Ongaro's thesis, section 4.2.3).
                    return false;
                }

                if (!message.VoteRequest.PreVote)
                {
                    BecomeFollower(message.Term, 0);
                }

                return true;

            case Message.BodyOneofCase.VoteResult when message.VoteResult.PreVote && message.VoteResult.Granted:
                // A granted rehearsal carries the term that the election would have.
                return true;

            case Message.BodyOneofCase.AppendRequest:
            case Message.BodyOneofCase.HeartbeatRequest:
            case Message.BodyOneofCase.InstallSnapshot:
                BecomeFollower(message.Term, message.From);
                return true;

            default:
                BecomeFollower(message.Term, 0);
                return true;
        }
    }

    private void AnswerLowerTerm(Message message)
    {
        switch (message.BodyCase)
        {
            case Message.BodyOneofCase.AppendRequest:
            case Message.BodyOneofCase.HeartbeatRequest:
            case Message.BodyOneofCase.InstallSnapshot:
                // Tells a deposed leader, or one that the stickiness of others keeps us from replacing, of our term.
                Send(message.From, new Message { HeartbeatResult = new HeartbeatResult() });
                break;
            case Message.BodyOneofCase.VoteRequest when message.VoteRequest.PreVote:
                SendAfterWrite(
                    message.From,
                    new Message { VoteResult = new VoteResult { PreVote = true, Granted = false } });
                break;
            case Message.BodyOneofCase.ReadIndexRequest:
                RefuseRead(message.From, message.ReadIndexRequest.RequestId);
                break;
            case Message.BodyOneofCase.ProposalResult:
                HandleProposalResult(message.ProposalResult);
                break;
        }
    }

    private bool HearsLiveLeader =>
        LeaderId != 0 && (Role == RaftRole.Leader || _now - _electionStartedTick < _options.ElectionTicks);

    private void BecomeFollower(ulong term, ulong leaderId)
    {
        Invariant.Holds(term >= _term, "a term never falls");
        if (term != _term)
        {
            _term = term;
            _votedFor = 0;
        }

        LeaveRole();
        Role = RaftRole.Follower;
        LeaderId = leaderId;
        ResetElectionTimer();
    }

    /// <summary>Follows the sender of a leader's message; false when that cannot be.</summary>
    private bool HearLeader(ulong from)
    {
        if (Role == RaftRole.Leader)
        {
            Invariant.Holds(IsDefective((PlantedDefects)~0), "a term has one leader");
            return false;
        }

        if (Role != RaftRole.Follower || LeaderId != from)
        {
            BecomeFollower(_term, from);
        }

        _electionStartedTick = _now;
        return true;
    }

    private void ResetElectionTimer()
    {
        _electionStartedTick = _now;
        var timeout = _options.ElectionTicks + _random.Next(_options.ElectionTicks);

        // A witness leads only when nobody else stands.
        _electionTimeoutTicks = _membership.IsWitness(_options.Id) ? timeout + _options.ElectionTicks : timeout;
    }

    private void LeaveRole()
    {
        FailReads();
        _votes.Clear();
        _progress.Clear();
        _seenProposals.Clear();
        _transferTarget = 0;
        _pendingTakeover = null;
        _uncommittedBytes = 0;
    }
}
