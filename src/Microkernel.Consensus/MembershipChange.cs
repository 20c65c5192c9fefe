using Microkernel.Raft.V1;

namespace Microkernel.Consensus;

/// <summary>Changes of members that take effect together.</summary>
public sealed class MembershipChange
{
    private readonly MembershipTransition _transition = new();

    internal MembershipTransition Transition => _transition;

    /// <summary>Adds a voter, or makes a learner a voter, or changes a voter's name and addresses.</summary>
    public MembershipChange AddVoter(RaftPeer peer)
    {
        ArgumentNullException.ThrowIfNull(peer);
        _transition.Changes.Add(new MemberChange { Voter = peer.ToMember() });
        return this;
    }

    /// <summary>Adds a learner, or makes a voter a learner.</summary>
    public MembershipChange AddLearner(RaftPeer peer)
    {
        ArgumentNullException.ThrowIfNull(peer);
        _transition.Changes.Add(new MemberChange { Learner = peer.ToMember() });
        return this;
    }

    /// <summary>Removes a member.</summary>
    public MembershipChange Remove(ulong id)
    {
        _transition.Changes.Add(new MemberChange { Remove = id });
        return this;
    }
}
