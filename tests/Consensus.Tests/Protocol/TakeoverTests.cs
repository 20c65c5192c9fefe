using Microkernel.Consensus;
using Microkernel.Consensus.Protocol;
using Microkernel.Raft.V1;

namespace Consensus.Tests.Protocol;

public sealed class TakeoverTests
{
    private static readonly Configuration Two = new() { Voters = { 1, 2 } };

    /// <summary>The other voter dies again just while it gets its vote back.</summary>
    [Fact]
    public void TakeOver_WhileTheSecondVoterComesBack_IsAllowedToTheFirst()
    {
        var joint = MembershipTransitions.Apply(Alone(), Begin(new MemberChange { Voter = new Member { Id = 2 } }));
        Assert.True(joint.IsJoint);

        var after = MembershipTransitions.Apply(joint, TakeOver(survivor: 1, fenced: 2)).Configuration;

        Assert.Equal(([1UL], [2UL], 0), (after.Voters, after.Learners, after.OutgoingVoters.Count));
    }

    [Fact]
    public void TakeOver_WhileTheSecondVoterComesBack_IsRefusedToTheSecond()
    {
        var joint = MembershipTransitions.Apply(Alone(), Begin(new MemberChange { Voter = new Member { Id = 2 } }));

        Assert.Throws<InvalidMembershipChangeException>(
            () => MembershipTransitions.Apply(joint, TakeOver(survivor: 2, fenced: 1)));
    }

    [Fact]
    public void TakeOver_WhileOneOfTwoLeaves_IsAllowedToTheOneThatStays()
    {
        var joint = MembershipTransitions.Apply(
            new Membership(Two), Begin(new MemberChange { Learner = new Member { Id = 2 } }));

        var after = MembershipTransitions.Apply(joint, TakeOver(survivor: 1, fenced: 2)).Configuration;

        Assert.Equal(([1UL], [2UL], 0), (after.Voters, after.Learners, after.NextLearners.Count));
        Assert.Throws<InvalidMembershipChangeException>(
            () => MembershipTransitions.Apply(joint, TakeOver(survivor: 2, fenced: 1)));
    }

    [Fact]
    public void TakeOver_OneOfThree_IsRefused() => Assert.Throws<InvalidMembershipChangeException>(
        () => MembershipTransitions.Apply(
            new Membership(new Configuration { Voters = { 1, 2, 3 } }), TakeOver(survivor: 1, fenced: 2)));

    /// <summary>The returning voter dies while the change that returns its vote is under way.</summary>
    [Fact]
    public void Node_LosesThePeerInAJointConfiguration_TakesOverAgainAndIsNotStuck()
    {
        var group = new NodeGroup(2, new RaftNodeOptions { Id = 0 });
        var first = group[1];
        Lead(group, first);
        TakeOverAndCommit(group, first);
        first.ProposeConfiguration(Begin(new MemberChange { Voter = new Member { Id = 2 } }).Begin, null);
        group.Drop();
        Assert.True(first.Membership.IsJoint);
        for (var tick = 0; tick < 20; tick++)
        {
            first.Tick();
            group.Drop();
        }

        Assert.NotEqual(RaftRole.Leader, first.Role);
        TakeOverAndCommit(group, first);

        Assert.False(first.Membership.IsJoint);
        Assert.Equal([1UL], first.Membership.Configuration.Voters);
    }

    private static void TakeOverAndCommit(NodeGroup group, RaftNode node)
    {
        node.TakeOver(TakeOver(1, 2).Takeover);
        group.Drop();
        Assert.Equal((RaftRole.Leader, node.Log.LastIndex), (node.Role, node.Log.Committed));
    }

    private static void Lead(NodeGroup group, RaftNode node)
    {
        for (var tick = 0; node.Role != RaftRole.Leader && tick < 100; tick++)
        {
            node.Tick();
            group.Deliver();
        }

        Assert.Equal(RaftRole.Leader, node.Role);
    }

    private static Membership Alone() => new(new Configuration { Voters = { 1 }, Learners = { 2 } });

    private static ConfigurationChange Begin(MemberChange change) =>
        new() { Begin = new MembershipTransition { Changes = { change } } };

    private static ConfigurationChange TakeOver(ulong survivor, ulong fenced) => new()
    {
        Takeover = new Takeover
        {
            SurvivorId = survivor,
            FencedId = fenced,
            Proof = new FenceProof { Kind = FenceProofKind.VerifiedOff },
        },
    };
}
