using System.Diagnostics;

namespace Consensus.Tests.Cluster;

public sealed class ThreeMemberTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Propose_OnEveryMember_IsAppliedOnAll()
    {
        await using var cluster = await ClusterHost.StartAsync(3);
        await cluster.LeaderAsync();
        foreach (var member in cluster.Members)
        {
            await ClusterHost.ProposeAsync(member, $"from {member.Status.Id}");
        }

        foreach (var peer in cluster.Peers)
        {
            await cluster.Member(peer.Id).ReadIndexAsync(TestContext.Current.CancellationToken);
            Assert.Equal(["from 1", "from 2", "from 3"], cluster.Machine(peer.Id).Values);
        }
    }

    [Fact]
    public async Task Leader_Killed_OthersGoOnAndItCatchesUp()
    {
        await using var cluster = await ClusterHost.StartAsync(3);
        var leader = await cluster.LeaderAsync();
        var expected = new List<string>();
        for (var i = 0; i < 50; i++)
        {
            await ClusterHost.ProposeAsync(leader, $"a{i}");
            expected.Add($"a{i}");
        }

        var killed = leader.Status.Id;
        await cluster.KillAsync(killed);
        var watch = Stopwatch.StartNew();
        await ClusterHost.ProposeAsync(cluster.Members.First(), "b");
        output.WriteLine($"next commit {watch.ElapsedMilliseconds} ms after the leader was gone");
        expected.Add("b");

        await cluster.StartMemberAsync(killed);
        await cluster.Member(killed).ReadIndexAsync(TestContext.Current.CancellationToken);
        Assert.Equal(expected, cluster.Machine(killed).Values);
    }

    [Fact]
    public async Task Propose_Repeatedly_TakesMilliseconds()
    {
        await using var cluster = await ClusterHost.StartAsync(3);
        var leader = await cluster.LeaderAsync();
        var times = new List<double>();
        for (var i = 0; i < 1000; i++)
        {
            var started = Stopwatch.GetTimestamp();
            await ClusterHost.ProposeAsync(leader, "x");
            times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }

        times = [.. times.Skip(200).Order()];
        output.WriteLine($"p50 {times[times.Count / 2]:F3} ms, p99 {times[times.Count * 99 / 100]:F3} ms");
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, 5000).Select(i => ClusterHost.ProposeAsync(leader, "y")));
        output.WriteLine($"{5000 / watch.Elapsed.TotalSeconds:F0} proposals/s in parallel");
    }
}
