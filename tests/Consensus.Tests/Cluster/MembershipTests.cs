using Microkernel.Consensus;
using Microkernel.Raft.V1;

namespace Consensus.Tests.Cluster;

public sealed class MembershipTests
{
    [Fact]
    public async Task NewMember_BehindASnapshot_IsBroughtUpAndVotes()
    {
        await using var cluster = await ClusterHost.StartAsync(3, options =>
        {
            options.SnapshotThresholdEntries = 100;
            options.TrailingEntries = 10;
        });
        var leader = await cluster.LeaderAsync();
        await Task.WhenAll(Enumerable.Range(0, 500).Select(i => ClusterHost.ProposeAsync(leader, $"{i:D4}")));
        await Eventually.HoldsAsync(() => leader.Status.FirstIndex > 50, () => $"{leader.Status}");

        var joiner = new RaftPeer(4, "node4", [$"127.0.0.1:{ClusterHost.FreePort()}"]);
        await cluster.StartMemberAsync(4, joiner);
        await cluster.ChangeAsync(
            current => new MembershipChange().AddVoter(joiner).Remove(current.Status.Id == 1 ? 2UL : 1UL));
        await Eventually.HoldsAsync(
            () => cluster.Member(4).Status is { Voters.Count: 3, OutgoingVoters.Count: 0 } status
                && status.Voters.Contains(4UL),
            () => $"{cluster.Member(4).Status}");

        await cluster.Member(4).ReadIndexAsync(TestContext.Current.CancellationToken);
        Assert.Equal(Enumerable.Range(0, 500).Select(i => $"{i:D4}"), cluster.Machine(4).Values.Order());
        await ClusterHost.ProposeAsync(cluster.Member(4), "from the new member");
    }

    [Fact]
    public async Task Change_ThatDoesNotFit_IsRefused()
    {
        await using var cluster = await ClusterHost.StartAsync(1);
        var leader = await cluster.LeaderAsync();
        var cancellation = TestContext.Current.CancellationToken;

        await Assert.ThrowsAsync<InvalidMembershipChangeException>(
            () => leader.ChangeMembershipAsync(new MembershipChange().Remove(9), cancellation));
        await Assert.ThrowsAsync<InvalidMembershipChangeException>(
            () => leader.ChangeMembershipAsync(new MembershipChange().Remove(1), cancellation));
        await ClusterHost.ProposeAsync(leader, "still works");
    }

    [Fact]
    public async Task Transfer_ToAFollower_MakesItLead()
    {
        await using var cluster = await ClusterHost.StartAsync(3);
        var leader = await cluster.LeaderAsync();
        var target = leader.Status.Id % 3 + 1;

        await leader.TransferLeadershipAsync(target, TestContext.Current.CancellationToken);

        Assert.Equal(target, leader.Status.LeaderId);
        await ClusterHost.ProposeAsync(cluster.Member(target), "x");
    }

    [Fact]
    public async Task TwoMembers_OneOff_TheOtherGoesOnOnlyWithProof()
    {
        await using var cluster = await ClusterHost.StartAsync(2);
        var leader = await cluster.LeaderAsync();
        await ClusterHost.ProposeAsync(leader, "both");
        foreach (var member in cluster.Members)
        {
            await Eventually.HoldsAsync(() => member.Status.MayTakeOver, () => $"{member.Status}");
        }

        var lost = leader.Status.Id;
        await cluster.KillAsync(lost);
        var survivor = cluster.Members.Single();
        await Assert.ThrowsAsync<InvalidMembershipChangeException>(
            () => survivor.TakeOverAsync(lost, new FenceProof(), TestContext.Current.CancellationToken));

        var proof = new FenceProof { Kind = FenceProofKind.VerifiedOff, ConfirmedBy = "test" };
        await survivor.TakeOverAsync(lost, proof, TestContext.Current.CancellationToken);
        await ClusterHost.ProposeAsync(survivor, "alone");

        await cluster.StartMemberAsync(lost);
        await cluster.Member(lost).ReadIndexAsync(TestContext.Current.CancellationToken);
        Assert.Equal(["both", "alone"], cluster.Machine(lost).Values);
        Assert.Equal([lost], cluster.Member(lost).Status.Learners);
        await cluster.ChangeAsync(
            _ => new MembershipChange().AddVoter(cluster.Peers.Single(peer => peer.Id == lost)));
        await Eventually.HoldsAsync(
            () => survivor.Status.Voters.Count == 2 && survivor.Status.OutgoingVoters.Count == 0,
            () => $"{survivor.Status}");
    }
}
