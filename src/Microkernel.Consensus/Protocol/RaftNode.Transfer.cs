using Microkernel.Raft.V1;

namespace Microkernel.Consensus.Protocol;

/// <summary>Handing over leadership (Ongaro's thesis, section 3.10).</summary>
internal sealed partial class RaftNode
{
    private ulong _transferTarget;
    private long _transferStartedTick;

    /// <summary>Hands leadership to a voter, or asks the leader to; false when that is not possible now.</summary>
    public bool TransferLeadership(ulong target)
    {
        if (Role != RaftRole.Leader)
        {
            if (LeaderId == 0)
            {
                return false;
            }

            Send(LeaderId, new Message { TransferRequest = new TransferRequest { TargetId = target } });
            return true;
        }

        if (target == _options.Id)
        {
            return true;
        }

        if (!_membership.IsVoter(target) || !_progress.TryGetValue(target, out var progress))
        {
            return false;
        }

        _transferTarget = target;
        _transferStartedTick = _now;
        ContinueTransfer(target, progress);
        return true;
    }

    private void TickTransfer()
    {
        if (_transferTarget != 0 && _now - _transferStartedTick >= _options.ElectionTicks)
        {
            // The successor did not come: go on leading.
            _transferTarget = 0;
        }

        if (_transferTarget == 0 && _membership.IsWitness(_options.Id) && BestSuccessor() is var heir and not 0
            && !_membership.IsWitness(heir) && _progress[heir].Match == _log.LastIndex)
        {
            TransferLeadership(heir);
        }
    }

    private void ContinueTransfer(ulong from, Progress progress)
    {
        if (from != _transferTarget)
        {
            return;
        }

        if (progress.Match == _log.LastIndex)
        {
            HandOverTo(from);
        }
        else
        {
            SendEntries(from, progress, evenIfNone: false);
        }
    }

    private void HandOverTo(ulong successor)
    {
        if (successor != 0)
        {
            _hasGivenUpLease = true;
            Send(successor, new Message { TimeoutNow = new TimeoutNow() });
        }
    }

    /// <summary>Returns the voter that is heard and has most of the log, no witness if possible; 0 if none.</summary>
    private ulong BestSuccessor() => _progress
        .Where(peer => _membership.IsVoter(peer.Key)
            && _now - peer.Value.LastHeardTick < _options.ElectionTicks)
        .OrderBy(peer => _membership.IsWitness(peer.Key))
        .ThenByDescending(peer => peer.Value.Match)
        .ThenBy(peer => peer.Key)
        .Select(peer => peer.Key)
        .FirstOrDefault();

    /// <summary>Stops leading at once, and tells the best successor to stand for election.</summary>
    public void Resign()
    {
        if (Role == RaftRole.Leader)
        {
            HandOverTo(BestSuccessor());
            BecomeFollower(_term, 0);
        }
    }
}
