using Microkernel.Consensus.Protocol;
using Microkernel.Raft.V1;

namespace Consensus.Tests.Protocol;

public sealed class LeaseTests
{
    private const long Duration = 70;
    private readonly NodeGroup _group = new(3, new RaftNodeOptions
    {
        Id = 0,
        GrantsLeases = true,
        LeaseDuration = Duration,
    });

    [Fact]
    public void Lease_AMajorityPromised_LastsUntilItsEndByTheClock()
    {
        var leader = LeaderAt(1000);

        Assert.Equal(leader.Log.Committed, leader.LeaseIndex(1000 + Duration - 1));
        Assert.Null(leader.LeaseIndex(1000 + Duration));
    }

    [Fact]
    public void Lease_OnlyTheLeaderItselfHeard_IsNone()
    {
        var leader = LeaderAt(1000);
        leader.Clock = 2000;
        leader.Tick();
        _group.Drop();

        Assert.Null(leader.LeaseIndex(2000));
    }

    [Fact]
    public void Lease_HandedOver_IsNoMore()
    {
        var leader = LeaderAt(1000);

        leader.TransferLeadership(2);

        Assert.Null(leader.LeaseIndex(1001));
    }

    [Fact]
    public void Promise_MemberLearnsOfAHigherTerm_IsKept()
    {
        LeaderAt(1000);
        var follower = _group[2];
        var request = Candidacy(follower, follower.Term + 5);

        // Somebody with a higher term speaks up, so that the member knows of no leader.
        follower.Step(new Message
        {
            From = 3,
            To = 2,
            Term = follower.Term + 5,
            HeartbeatResult = new HeartbeatResult(),
        });
        follower.Step(request);
        Assert.DoesNotContain(_group.Take(2), message => message.VoteResult is { Granted: true });

        for (var tick = 0; tick < 10; tick++)
        {
            follower.Tick();
        }

        follower.Step(request);
        Assert.Contains(_group.Take(2), message => message.VoteResult is { Granted: true });
    }

    [Fact]
    public void Promise_MemberRestarts_IsKept()
    {
        LeaderAt(1000);
        _group.Restart(2);
        var follower = _group[2];

        follower.Step(Candidacy(follower, follower.Term + 1));

        Assert.DoesNotContain(_group.Take(2), message => message.VoteResult is { Granted: true });
    }

    [Fact]
    public void Promise_ConnectionToTheLeaderBreaks_IsKept()
    {
        var leader = LeaderAt(1000);

        _group[2].ReportDisconnected(leader.Id);

        Assert.Equal(leader.Id, _group[2].LeaderId);
    }

    private static Message Candidacy(RaftNode follower, ulong term) => new()
    {
        From = 3,
        To = 2,
        Term = term,
        VoteRequest = new VoteRequest { Last = follower.Log.Last.ToMessage() },
    };

    private RaftNode LeaderAt(long clock)
    {
        var leader = _group[1];
        for (var tick = 0; leader.Role != RaftRole.Leader; tick++)
        {
            Assert.True(tick < 100, "member 1 is not elected");
            leader.Tick();
            if (tick < 10)
            {
                // After its start a member may have promises to keep.
                _group[2].Tick();
                _group[3].Tick();
            }

            _group.Deliver();
        }

        leader.Clock = clock;
        leader.Tick();
        _group.Deliver();
        return leader;
    }
}
