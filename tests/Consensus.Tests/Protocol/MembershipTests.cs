using Microkernel.Consensus.Protocol;
using Microkernel.Raft.V1;

namespace Consensus.Tests.Protocol;

public sealed class MembershipTests
{
    private readonly NodeGroup _group = new(5, new RaftNodeOptions { Id = 0 });

    public MembershipTests()
    {
        for (var tick = 0; _group[1].Role != RaftRole.Leader && tick < 100; tick++)
        {
            _group[1].Tick();
            _group.Deliver();
        }

        Assert.Equal(RaftRole.Leader, _group[1].Role);
    }

    [Fact]
    public void JointConfiguration_LeaderGoneBeforeItsEnd_IsEndedByTheNext()
    {
        Assert.True(_group[1].ProposeConfiguration(DropVoter(4), null));
        Assert.True(_group.DeliverUntil(() => _group[2].Membership.IsJoint));
        _group.CutOff(1);
        _group.Drop();

        for (var tick = 0; tick < 60 && !Others().Any(node => node.Role == RaftRole.Leader); tick++)
        {
            Others().ForEach(node => node.Tick());
            _group.Deliver();
        }

        for (var tick = 0; tick < 5; tick++)
        {
            Others().ForEach(node => node.Tick());
            _group.Deliver();
        }

        // Whoever ended it hands over if it votes no more.
        var leader = Others().Single(node => node.Role == RaftRole.Leader);
        Assert.False(leader.Membership.IsJoint);
        Assert.Equal([1UL, 2, 3, 5], leader.Membership.Configuration.Voters);
        Assert.True(leader.ProposeConfiguration(DropVoter(5), null));
    }

    [Fact]
    public void Configuration_CommittedButNotYetWrittenHere_IsNotApplied()
    {
        _group.HoldWrites(2);
        Assert.True(_group[1].ProposeConfiguration(DropVoter(4), null));
        _group.Deliver();
        _group[1].Tick();
        _group.Deliver();

        var member = _group[2];
        Assert.True(_group[1].Membership.Configuration.Voters.Count == 4, $"{_group[1].Membership.Configuration}");
        Assert.Equal(5, member.Membership.Configuration.Voters.Count);

        _group.FinishWrites(2);
        _group.Deliver();
        _group[1].Tick();
        _group.Deliver();
        Assert.Equal(4, member.Membership.Configuration.Voters.Count);
    }

    private static MembershipTransition DropVoter(ulong id) =>
        new() { Changes = { new MemberChange { Learner = new Member { Id = id } } } };

    private List<RaftNode> Others() => [_group[2], _group[3], _group[4], _group[5]];
}
