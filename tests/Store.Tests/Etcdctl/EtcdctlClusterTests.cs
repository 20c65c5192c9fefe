using Microkernel.Store.Tests.Cluster;

namespace Microkernel.Store.Tests.Etcdctl;

/// <summary>What etcdctl shows and changes of a cluster.</summary>
public sealed class EtcdctlClusterTests
{
    [Fact]
    public async Task ThreeMembers_ListStatusHashAndMoveLeader()
    {
        await using var cluster = await StartAsync();
        await RunAsync(cluster, "put", "a", "1");
        var members = (await RunAsync(cluster, "member", "list")).Split('\n');
        Assert.Equal(3, members.Length);
        Assert.Matches("^1, started, node1, http://127.0.0.1:[0-9]+, http://127.0.0.1:[0-9]+, false$", members[0]);

        // All members have applied the put once each has answered a linearizable read.
        foreach (var member in cluster.Members)
            await member.Store.RangeAsync(Keys.Get("a"));
        var hashes = (await RunAsync(cluster, "endpoint", "hashkv")).Split('\n').Select(line => line.Split(", ")[1]);
        Assert.Single(hashes.Distinct());
        Assert.Equal(3, (await RunAsync(cluster, "endpoint", "status")).Split('\n').Length);
        var health = await Etcdctl.RunAsync(cluster.Endpoints, "", "endpoint", "health");
        Assert.Equal(0, health.ExitCode);

        var leader = await cluster.LeaderAsync();
        ulong target = cluster.Members.First(member => member.Id != leader.Id).Id;
        Assert.Equal($"Leadership transferred from {leader.Id:x} to {target:x}",
            await RunAsync(cluster, "move-leader", $"{target:x}"));
        Assert.Equal(target, (await cluster.LeaderAsync()).Id);
    }

    [Fact]
    public async Task Member_AddUpdatePromoteRemove_ChangesList()
    {
        await using var cluster = await StartAsync();
        string added = await RunAsync(cluster, "member", "add", "node4", "--learner", "--peer-urls=http://127.0.0.1:1");
        Assert.Matches("^Member +[0-9a-f]+ added to cluster", added);
        string id = added.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1];
        Assert.Contains($"{id}, unstarted, , http://127.0.0.1:1, , true", await RunAsync(cluster, "member", "list"),
            StringComparison.Ordinal);
        await RunAsync(cluster, "member", "update", id, "--peer-urls=http://127.0.0.1:2");
        Assert.Contains("http://127.0.0.1:2", await RunAsync(cluster, "member", "list"), StringComparison.Ordinal);
        Assert.Matches("^Member +" + id + " removed", await RunAsync(cluster, "member", "remove", id));
        Assert.DoesNotContain(id, await RunAsync(cluster, "member", "list"), StringComparison.Ordinal);
        var unknown = await Etcdctl.RunAsync(cluster.Endpoints, "", "member", "remove", "abc");
        Assert.Contains("member not found", unknown.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Learner_JoinsAndCatchesUp_IsPromoted()
    {
        await using var cluster = await StartAsync();
        await RunAsync(cluster, "put", "learner/a", "1");
        string address = StoreCluster.FreeAddress();
        string added = await RunAsync(cluster, "member", "add", "node4", "--learner", "--peer-urls=http://" + address);
        string id = added.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1];
        var learner = await cluster.JoinAsync(Convert.ToUInt64(id, 16), address);
        var read = await learner.Store.RangeAsync(Keys.Get("learner/a"));
        Assert.Equal("learner/a=1", Keys.Text(read.Kvs));

        await Wait.UntilAsync(
            async () => (await Etcdctl.RunAsync(cluster.Endpoints, "", "member", "promote", id)).ExitCode == 0,
            "the learner to have caught up");
        string members = await RunAsync(cluster, "member", "list");
        Assert.Matches($"{id}, .*false", members);
        var again = await Etcdctl.RunAsync(cluster.Endpoints, "", "member", "promote", id);
        Assert.Contains("can only promote a learner member", again.Error, StringComparison.Ordinal);
    }

    /// <summary>Leaders stay, even on a machine that is busy with other things: not what is tested here.</summary>
    private static Task<StoreCluster> StartAsync() =>
        StoreCluster.StartAsync(3, options => options.ElectionTicks = 40);

    private static async Task<string> RunAsync(StoreCluster cluster, params string[] arguments)
    {
        var result = await Etcdctl.RunAsync(cluster.Endpoints, "", arguments);
        Assert.True(result.ExitCode == 0, $"etcdctl {string.Join(' ', arguments)}: {result.Error}");
        return result.Output;
    }
}
