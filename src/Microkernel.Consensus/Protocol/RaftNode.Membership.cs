using Microkernel.Raft.V1;

namespace Microkernel.Consensus.Protocol;

/// <summary>
/// Membership changes by joint consensus (Ongaro's thesis, chapter 4). A configuration takes effect when its entry is
/// committed and durable here; the next is not begun before.
/// </summary>
internal sealed partial class RaftNode
{
    private ulong _lastConfigurationIndex;

    private const ulong CaughtUpWithinEntries = 100;

    /// <summary>On a leader: the learners that it hears and that lack but a few entries.</summary>
    public IEnumerable<ulong> CaughtUpLearners => _membership.Configuration.Learners.Where(id =>
        Role == RaftRole.Leader && _progress.TryGetValue(id, out var progress)
        && progress.Match + CaughtUpWithinEntries >= _log.LastIndex && progress.Match > 0
        && _now - progress.LastHeardTick < _options.ElectionTicks);

    /// <summary>Tells whether the leader may begin a membership change.</summary>
    private bool IsConfigurationSettled => _lastConfigurationIndex <= _handedOut;

    /// <summary>Proposes a membership change; false when this member does not lead or another is in progress.</summary>
    /// <exception cref="InvalidMembershipChangeException">The change does not fit the membership.</exception>
    public bool ProposeConfiguration(MembershipTransition transition, ProposalId? proposal)
    {
        if (Role != RaftRole.Leader || !TakesProposals || !IsConfigurationSettled || _membership.IsJoint)
        {
            return false;
        }

        var change = new ConfigurationChange { Begin = transition };
        MembershipTransitions.Apply(_membership, change);
        AppendConfiguration(change, proposal);
        return true;
    }

    /// <summary>
    /// Records a member's data directory if none is; a leader does so as soon as it hears the member.
    /// </summary>
    public void Identify(ulong member, ulong storageId)
    {
        if (Role == RaftRole.Leader && TakesProposals && IsConfigurationSettled && !_membership.IsJoint
            && _membership.Find(member) is { StorageId: 0 })
        {
            var identity = new MemberIdentity { MemberId = member, StorageId = storageId };
            AppendConfiguration(new ConfigurationChange { Identity = identity }, null);
        }
    }

    private void AppendConfiguration(ConfigurationChange change, ProposalId? proposal)
    {
        AppendAsLeader(new Entry { Configuration = change, Proposal = proposal });
        _lastConfigurationIndex = _log.LastIndex;
        BroadcastNew();
    }

    /// <summary>Whoever leads in a joint configuration ends it: the leader that began it may be gone.</summary>
    private void FinishJointConfiguration()
    {
        if (Role == RaftRole.Leader && _membership.IsJoint && IsConfigurationSettled)
        {
            AppendConfiguration(new ConfigurationChange { End = new MembershipTransitionEnd() }, null);
        }
    }

    private void ApplyConfiguration(Entry entry)
    {
        _applied = MembershipTransitions.Apply(_applied, entry.Configuration);
        if (entry.Index >= _takeoverIndex)
        {
            _takeoverIndex = 0;
            SwitchMembership(_applied);
        }

        FinishJointConfiguration();
    }

    private void SwitchMembership(Membership membership)
    {
        _membership = membership;
        if (Role is RaftRole.PreCandidate or RaftRole.Candidate && !membership.IsVoter(_options.Id))
        {
            // It learned meanwhile that it has no vote any more: elected, it would lead a cluster it is no part of.
            BecomeFollower(_term, 0);
        }

        if (Role != RaftRole.Leader)
        {
            return;
        }

        if (!membership.IsVoter(_options.Id))
        {
            HandOverTo(BestSuccessor());
            BecomeFollower(_term, 0);
            return;
        }

        SynchronizeProgress();
        if (AdvanceCommit())
        {
            AnnounceCommit();
        }

        BroadcastNew();
        AnswerConfirmedReads();
    }
}
