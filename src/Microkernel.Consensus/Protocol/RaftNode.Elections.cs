using Microkernel.Raft.V1;

namespace Microkernel.Consensus.Protocol;

/// <summary>Elections (Raft paper, section 5.2 and 5.4.1; pre-vote: Ongaro's thesis, section 9.6).</summary>
internal sealed partial class RaftNode
{
    private bool MayCampaign() =>
        _membership.IsVoter(_options.Id)
        && !IsWriteStalled
        && !IsPromised
        && !_log.HasConfigurationChange(_handedOut + 1, _log.Committed);

    private void Campaign(bool rehearse, bool transfer, Takeover? takeover = null)
    {
        Invariant.Holds(Role != RaftRole.Leader, "a leader does not stand for election");
        LeaveRole();
        LeaderId = 0;
        if (rehearse)
        {
            Role = RaftRole.PreCandidate;
            ShortenElectionTimer();
            _votes[_options.Id] = true;
        }
        else
        {
            Role = RaftRole.Candidate;
            _term++;
            _votedFor = _options.Id;
            ResetElectionTimer();
        }

        if (rehearse && HasVotes(granted: true))
        {
            Campaign(rehearse: false, transfer);
            return;
        }

        _pendingTakeover = takeover;
        if (takeover is null)
        {
            RequestVotes(rehearse, transfer);
        }
    }

    private void RequestVotes(bool rehearse, bool transfer)
    {
        foreach (var voter in _membership.All.Where(id => id != _options.Id && _membership.IsVoter(id)))
        {
            var request = new VoteRequest { PreVote = rehearse, Last = _log.Last.ToMessage(), Transfer = transfer };
            SendAfterWrite(voter, new Message { VoteRequest = request }, rehearse ? _term + 1 : _term);
        }
    }

    /// <summary>
    /// A rehearsal costs nothing, and it fails when others have not yet missed the leader: it is soon tried again.
    /// </summary>
    private void ShortenElectionTimer()
    {
        _electionStartedTick = _now;
        _electionTimeoutTicks = (2 * _options.HeartbeatTicks) + _random.Next(1 + _options.HeartbeatTicks);
    }

    /// <summary>
    /// Notes that a member seems to have ended. If it leads, a follower does not wait for the whole election timeout;
    /// if
    /// it is alive after all, its next heartbeat makes up for that before anybody stands.
    /// </summary>
    public void ReportDisconnected(ulong id)
    {
        if (Role == RaftRole.Follower && LeaderId == id && !IsPromised)
        {
            LeaderId = 0;
            ShortenElectionTimer();
            _electionTimeoutTicks += _membership.IsWitness(_options.Id) ? _options.ElectionTicks : 0;
        }
    }

    private void HandleVoteRequest(Message message)
    {
        var request = message.VoteRequest;
        var mayVote = _votedFor == message.From
            || (_votedFor == 0 && LeaderId == 0 && (!IsPromised || request.Transfer))
            || (request.PreVote && message.Term > _term)
            || IsDefective(PlantedDefects.VoteTwice);
        var granted = mayVote && (Position.From(request.Last).IsAtLeastAsUpToDateAs(_log.Last)
            || IsDefective(PlantedDefects.VoteForOutdatedLog));

        if (granted && !request.PreVote)
        {
            _votedFor = message.From;
            _electionStartedTick = _now;
        }

        var committed = new Position(_log.Committed, _log.TermAt(_log.Committed) ?? 0);
        var result = new VoteResult
        {
            PreVote = request.PreVote,
            Granted = granted,
            Committed = committed.ToMessage(),
        };
        SendAfterWrite(message.From, new Message { VoteResult = result }, granted ? message.Term : _term);
    }

    private void LearnCommit(Position committed)
    {
        if (committed.Index > _log.Committed && _log.TermAt(committed.Index) == committed.Term)
        {
            _log.CommitTo(committed.Index);
        }
    }

    private void HandleVoteResult(Message message)
    {
        var result = message.VoteResult;
        LearnCommit(Position.From(result.Committed));
        var expected = Role switch
        {
            RaftRole.PreCandidate => result.PreVote && (!result.Granted || message.Term == _term + 1),
            RaftRole.Candidate => !result.PreVote,
            _ => false,
        };
        if (expected)
        {
            CountVote(message.From, result.Granted);
        }
    }

    private void CountVote(ulong voter, bool granted)
    {
        _votes.TryAdd(voter, granted);
        if (HasVotes(granted: true) || (_pendingTakeover is not null && voter == _options.Id))
        {
            if (Role == RaftRole.PreCandidate)
            {
                Campaign(rehearse: false, transfer: false);
            }
            else
            {
                BecomeLeader();
            }
        }
        else if (Role == RaftRole.Candidate && IsLost())
        {
            BecomeFollower(_term, 0);

            // The vote was split; the sooner it is tried again the better, as long as not by all at once.
            _electionTimeoutTicks = (2 * _options.HeartbeatTicks) + _random.Next(_options.ElectionTicks);
        }
    }

    private bool HasVotes(bool granted) =>
        _membership.IsQuorum(id => _votes.TryGetValue(id, out var vote) && vote == granted);

    /// <summary>Tells whether so many refused that the rest cannot make a majority.</summary>
    private bool IsLost() => !_membership.IsQuorum(id => !_votes.TryGetValue(id, out var vote) || vote);

    private void HandleTimeoutNow()
    {
        // The leader that asks has given up its lease.
        _promisedUntilTick = 0;
        if (Role != RaftRole.Leader && MayCampaign())
        {
            Campaign(rehearse: false, transfer: true);
        }
    }

    private void BecomeLeader()
    {
        Invariant.Holds(Role == RaftRole.Candidate, "only a candidate becomes leader");
        var takeover = _pendingTakeover;
        LeaveRole();
        Role = RaftRole.Leader;
        LeaderId = _options.Id;
        _hasGivenUpLease = false;
        _electionStartedTick = _now;
        _heartbeatSentTick = _now;

        // Changes of an earlier leader may still be uncommitted: none of ours before they are settled.
        _lastConfigurationIndex = _log.LastIndex;
        SynchronizeProgress();
        if (takeover is null)
        {
            AppendAsLeader(new Entry());
        }
        else
        {
            AppendAsLeader(new Entry { Configuration = new ConfigurationChange { Takeover = takeover } });
            _lastConfigurationIndex = _log.LastIndex;
            AdoptTakeovers();
        }

        Broadcast();
    }
}
