using Microkernel.Raft.V1;

namespace Microkernel.Consensus.Protocol;

/// <summary>
/// The two-node takeover: one of two voters goes on alone once the other is proven to be off. Every committed entry
/// is on both, so nothing is lost; the proof rules out that the other does the same.
/// </summary>
internal sealed partial class RaftNode
{
    private ulong _takeoverIndex;
    private Takeover? _pendingTakeover;
    private const ulong MeetingRequestId = 0;
    private bool _hasMetPeer;
    private ulong? _meetingIndex;

    /// <summary>
    /// Tells whether this member was in a working quorum with the present voters since it started: it must not take
    /// over otherwise, for the peer may have taken over while this member was off.
    /// </summary>
    public bool HasMetPeer => _hasMetPeer;

    /// <summary>
    /// Asks the leader for an index to read at. The answer shows that it led a majority after this member's start;
    /// messages alone do not, for they may have been under way since before it. With all entries up to that index the
    /// member also has any takeover of the leader's, since that is the first entry of a term.
    /// </summary>
    private void SeekMeeting()
    {
        if (_hasMetPeer || LeaderId == 0)
        {
            return;
        }

        if (_meetingIndex is null && _now % _options.ElectionTicks == 0)
        {
            AskLeader(MeetingRequestId);
        }

        _hasMetPeer = _meetingIndex <= _handedOut;
    }

    private void NoteMeeting(ReadIndexResult result)
    {
        if (!result.Refused)
        {
            _meetingIndex ??= result.Index;
        }
    }

    /// <summary>Begins a takeover.</summary>
    /// <exception cref="InvalidMembershipChangeException">The takeover is not allowed; nothing was changed.</exception>
    public void TakeOver(Takeover takeover)
    {
        Require(takeover.SurvivorId == _options.Id, "takeover.survivor_id: a member takes over only for itself.");
        Require(
            takeover.Proof is { Kind: not FenceProofKind.Unspecified }
            || IsDefective(PlantedDefects.TakeOverWithoutProof),
            "takeover.proof: there is no proof that the other member is off.");
        Require(
            _hasMetPeer || takeover.Proof?.Kind == FenceProofKind.OperatorConfirmed
            || IsDefective(PlantedDefects.TakeOverWithoutMeeting),
            "takeover: this member has not met the other since it started.");
        Require(!IsWriteStalled, "takeover: the disk does not answer.");
        Require(!HasOpenChange(), "takeover: a membership change is in progress.");
        MembershipTransitions.Apply(_membership, new ConfigurationChange { Takeover = takeover });

        if (Role == RaftRole.Leader)
        {
            BecomeFollower(_term, 0);
        }

        Campaign(rehearse: false, transfer: true, takeover);
    }

    /// <summary>
    /// Tells whether a change of who votes has begun that this member cannot see the end of. The end of a joint
    /// configuration is none: if both of its majorities contain this member, it has all that was committed.
    /// </summary>
    private bool HasOpenChange()
    {
        for (var index = _handedOut + 1; index <= _log.LastIndex; index++)
        {
            if (_log[index].Configuration is { ChangeCase: not ConfigurationChange.ChangeOneofCase.Identity } change
                && !(_membership.IsJoint && change.ChangeCase == ConfigurationChange.ChangeOneofCase.End))
            {
                return true;
            }
        }

        return false;
    }

    private static void Require(bool condition, string otherwise)
    {
        if (!condition)
        {
            throw new InvalidMembershipChangeException(otherwise);
        }
    }

    /// <summary>
    /// Lets a takeover in the log take effect. Unlike other configurations it counts from its place in the log on, for
    /// the majority that would commit it first is just what is missing. Changes before it are committed: it is not
    /// made otherwise.
    /// </summary>
    private void AdoptTakeovers()
    {
        _takeoverIndex = 0;
        for (var index = _log.LastIndex; index > _handedOut && _takeoverIndex == 0; index--)
        {
            if (_log[index].Configuration?.ChangeCase == ConfigurationChange.ChangeOneofCase.Takeover)
            {
                _takeoverIndex = index;
            }
        }

        var membership = _applied;
        for (var index = _handedOut + 1; index <= _takeoverIndex; index++)
        {
            if (_log[index].Configuration is { } change)
            {
                membership = MembershipTransitions.Apply(membership, change);
            }
        }

        SwitchMembership(membership);
    }
}
