using Microkernel.Consensus;

namespace Consensus.Tests.Cluster;

public sealed class RestartTests
{
    [Fact]
    public async Task Restart_BehindASnapshot_AppliesOnlyWhatCameAfterIt()
    {
        await using var cluster = await ClusterHost.StartAsync(1, options =>
        {
            options.SnapshotThresholdEntries = 100;
            options.TrailingEntries = 50;
            options.SegmentBytes = 64 * 1024;
        });
        var member = await cluster.LeaderAsync();
        for (var i = 0; i < 1000; i++)
        {
            await ClusterHost.ProposeAsync(member, $"{i:D4} {new string('x', 1000)}");
        }

        await Eventually.HoldsAsync(() => member.Status.SnapshotIndex > 800, () => $"{member.Status}");
        await cluster.KillAsync(1);
        await cluster.StartMemberAsync(1);
        await cluster.Member(1).ReadIndexAsync(TestContext.Current.CancellationToken);

        Assert.Equal(1000, cluster.Machine(1).Values.Count);
        Assert.InRange(cluster.Machine(1).Applied, 0, 250);
        Assert.InRange(cluster.Member(1).Status.LogBytes, 1, 600_000);
    }

    [Fact]
    public async Task Member_MovedToAnotherAddress_IsReachedThereOnceItIsTold()
    {
        await using var cluster = await ClusterHost.StartAsync(3);
        var leader = await cluster.LeaderAsync();
        var id = (leader.Status.Id % 3) + 1;
        await cluster.KillAsync(id);
        await ClusterHost.ProposeAsync(leader, "while it moved");
        var moved = new RaftPeer(id, $"node{id}", [$"127.0.0.1:{ClusterHost.FreePort()}"]);

        await cluster.StartMemberAsync(id, moved: moved);
        await cluster.ChangeAsync(_ => new MembershipChange().AddVoter(moved));

        await Eventually.HoldsAsync(
            () => cluster.Machine(id).Values.Contains("while it moved"), () => $"{cluster.Member(id).Status}");
        Assert.Equal(
            moved.Addresses, cluster.Member(id).Status.Members.Single(member => member.Id == id).Addresses);
    }
}
