using Etcdserverpb;
using Microkernel.Store.External;

namespace Microkernel.Store.Tests.Cluster;

/// <summary>Three members: what one writes the others have; what was acknowledged outlives a leader.</summary>
public sealed class StoreClusterTests
{
    [Fact]
    public async Task Put_OnOneMember_IsReadOnAnyOther()
    {
        await using var cluster = await StoreCluster.StartAsync(3);
        for (int i = 0; i < 30; i++)
        {
            foreach (var writer in cluster.Members)
            {
                await writer.Store.PutAsync(Keys.Put("a", $"{i}/{writer.Id}"));
                foreach (var reader in cluster.Members)
                {
                    var read = await reader.Store.RangeAsync(Keys.Get("a"));
                    Assert.Equal($"a={i}/{writer.Id}", Keys.Text(read.Kvs));
                }
            }
        }
    }

    [Fact]
    public async Task Leader_Stops_WatchAndWritesGoOnWithoutLoss()
    {
        await using var cluster = await StoreCluster.StartAsync(3);
        var options = EtcdStoreOptions.Parse("etcd://" + cluster.Endpoints);
        options.WatchRetryDelay = TimeSpan.FromMilliseconds(20);
        await using var client = new EtcdKeyValueStore(options);
        using var end = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var request = new WatchCreateRequest { Key = Keys.Bytes("k/"), RangeEnd = Keys.Bytes("k0"), StartRevision = 1 };
        var seen = new List<Mvccpb.Event>();
        var watching = WatchUntilAsync(client, request, seen, "k/end", end.Token);
        var acknowledged = new List<string>();
        for (int i = 0; i < 300; i++)
        {
            if (i == 100)
                await cluster.StopMemberAsync((await cluster.LeaderAsync()).Id);
            string key = $"k/{i:d3}";
            try
            {
                await client.PutAsync(Keys.Put(key, "v"), end.Token);
                acknowledged.Add(key);
            }
            catch (Grpc.Core.RpcException)
            {
                // Unknown: it may or may not be there.
            }
        }

        await Wait.UntilAsync(
            async () =>
            {
                try
                {
                    await client.PutAsync(Keys.Put("k/end", "v"));
                    return true;
                }
                catch (Grpc.Core.RpcException)
                {
                    return false;
                }
            },
            "the last put");
        await watching;
        Assert.InRange(acknowledged.Count, 250, 300);
        var keys = seen.Select(one => one.Kv.Key.ToStringUtf8()).ToList();
        Assert.Empty(acknowledged.Except(keys));
        Assert.Equal(keys.Order(StringComparer.Ordinal), keys);
        Assert.Equal(seen.Count, seen.Select(one => one.Kv.ModRevision).Distinct().Count());
        foreach (var member in cluster.Members)
        {
            var all = await member.Store.RangeAsync(Keys.Get("k/", "k0"));
            Assert.Empty(acknowledged.Except(all.Kvs.Select(kv => kv.Key.ToStringUtf8())));
        }
    }

    [Fact]
    public async Task Member_FarBehind_CatchesUpBySnapshotWithWatches()
    {
        await using var cluster = await StoreCluster.StartAsync(3, options =>
        {
            options.SnapshotThresholdEntries = 200;
            options.TrailingEntries = 50;
        });
        var leader = await cluster.LeaderAsync();
        ulong away = cluster.Members.First(member => member.Id != leader.Id).Id;
        await leader.Store.PutAsync(Keys.Put("a", "first"));
        await cluster.StopMemberAsync(away);
        var lease = await leader.Store.LeaseGrantAsync(new LeaseGrantRequest { TTL = 1000 });
        for (int i = 0; i < 1000; i++)
            await leader.Store.PutAsync(Keys.Put("a", $"{i}", lease.ID));
        var back = await cluster.StartMemberAsync(away);
        var read = await back.Store.RangeAsync(Keys.Get("a"));
        Assert.Equal("a=999", Keys.Text(read.Kvs));
        var left = await back.Store.LeaseTimeToLiveAsync(new LeaseTimeToLiveRequest { ID = lease.ID, Keys = true });
        Assert.Equal("a", Assert.Single(left.Keys).ToStringUtf8());
        var seen = new List<Mvccpb.Event>();
        var request = new WatchCreateRequest { Key = Keys.Bytes("a"), StartRevision = 1 };
        using var end = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await foreach (var response in back.Store.WatchAsync(request, end.Token))
        {
            seen.AddRange(response.Events);
            if (seen.Count == 1001)
                break;
        }

        Assert.Equal("first", seen[0].Kv.Value.ToStringUtf8());
    }

    [Fact]
    public async Task AllMembers_Restart_KeepEverything()
    {
        await using var cluster = await StoreCluster.StartAsync(3);
        var leader = await cluster.LeaderAsync();
        var lease = await leader.Store.LeaseGrantAsync(new LeaseGrantRequest { TTL = 1000 });
        var put = await leader.Store.PutAsync(Keys.Put("a", "1", lease.ID));
        foreach (ulong id in cluster.Members.Select(member => member.Id).ToList())
            await cluster.StopMemberAsync(id);
        foreach (ulong id in new ulong[] { 1, 2, 3 })
            await cluster.StartMemberAsync(id);
        leader = await cluster.LeaderAsync();
        var read = await leader.Store.RangeAsync(Keys.Get("a"));
        Assert.Equal("a=1", Keys.Text(read.Kvs));
        Assert.Equal(put.Header.Revision, read.Header.Revision);
        await leader.Store.LeaseRevokeAsync(new LeaseRevokeRequest { ID = lease.ID });
        Assert.Empty((await leader.Store.RangeAsync(Keys.Get("a"))).Kvs);
    }

    [Fact]
    public async Task Lease_OverOnLeader_KeyGoesEverywhere()
    {
        await using var cluster = await StoreCluster.StartAsync(3);
        var leader = await cluster.LeaderAsync();
        var follower = cluster.Members.First(member => member.Id != leader.Id);
        var lease = await follower.Store.LeaseGrantAsync(new LeaseGrantRequest { TTL = 1 });
        await follower.Store.PutAsync(Keys.Put("a", "1", lease.ID));
        await Wait.UntilAsync(
            async () => (await follower.Store.RangeAsync(Keys.Get("a"))).Count == 0, "the lease to end");
    }

    private static async Task WatchUntilAsync(
        EtcdKeyValueStore store,
        WatchCreateRequest request,
        List<Mvccpb.Event> seen,
        string last,
        CancellationToken token)
    {
        await foreach (var response in store.WatchAsync(request, token))
        {
            seen.AddRange(response.Events);
            if (response.Events.Any(one => one.Kv.Key.ToStringUtf8() == last))
                return;
        }
    }
}
