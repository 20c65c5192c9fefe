using Microkernel.Consensus;

namespace Consensus.Tests.Cluster;

public sealed class LaggingMemberTests
{
    private const int CacheBytes = 256 * 1024;

    [Fact]
    public async Task MemberDown_WhileMuchIsWritten_CostsTheLeaderNoMemoryAndIsCaughtUpFromDisk()
    {
        await using var cluster = await ClusterHost.StartAsync(3, options =>
        {
            options.LogCacheBytes = CacheBytes;
            options.SnapshotThresholdBytes = long.MaxValue;
            options.SnapshotThresholdEntries = int.MaxValue;
        });
        var leader = await cluster.LeaderAsync();
        var down = leader.Status.Id % 3 + 1;
        await cluster.KillAsync(down);

        var value = new string('x', 10_000);
        for (var round = 0; round < 20; round++)
        {
            await Task.WhenAll(Enumerable.Range(0, 20).Select(i => ClusterHost.ProposeAsync(leader, value)));
            Assert.InRange(leader.Status.LogMemoryBytes, 0, (2 * CacheBytes) + (40 * value.Length));
        }

        Assert.True(leader.Status.LogBytes > 10 * CacheBytes, $"{leader.Status}");
        await cluster.StartMemberAsync(down);
        await cluster.Member(down).ReadIndexAsync(TestContext.Current.CancellationToken);
        Assert.Equal(400, cluster.Machine(down).Values.Count);
        Assert.Equal(0UL, leader.Status.SnapshotIndex);
    }
}
