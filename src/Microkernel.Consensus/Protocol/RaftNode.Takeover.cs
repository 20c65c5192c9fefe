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
    private bool _hasMetPeer;

    /// <summary>
    /// Tells whether this member was in a working quorum with the present voters since it started: it must not take
    /// over otherwise, for the peer may have taken over while this member was off.
    /// </summary>
    public bool HasMetPeer => _hasMetPeer;

    /// <summary>Begins a takeover.</summary>
    /// <exception cref="InvalidMembershipChangeException">The takeover is not allowed; nothing was changed.</exception>
    public void TakeOver(Takeover takeover)
    {
        Require(takeover.SurvivorId == _options.Id, "takeover.survivor_id: a member takes over only for itself.");
        Require(
            takeover.Proof is { Kind: not FenceProofKind.Unspecified } || IsDefective(PlantedDefects.TakeOverWithoutProof),
            "takeover.proof: there is no proof that the other member is off.");
        Require(
            _hasMetPeer || takeover.Proof?.Kind == FenceProofKind.OperatorConfirmed
            || IsDefective(PlantedDefects.TakeOverWithoutMeeting),
            "takeover: this member has not met the other since it started.");
        Require(!IsWriteStalled, "takeover: the disk does not answer.");
        Require(
            !_log.HasConfigurationChange(_handedOut + 1, _log.LastIndex),
            "takeover: a membership change is in progress.");
        MembershipTransitions.Apply(_membership, new ConfigurationChange { Takeover = takeover });

        if (Role == RaftRole.Leader)
        {
            BecomeFollower(_term, 0);
        }

        Campaign(rehearse: false, transfer: true, takeover);
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
