using System.Globalization;
using Etcdserverpb;
using Grpc.Core;

namespace Microkernel.Store.Tests.Cluster;

/// <summary>Many clients count up one key by compare-and-swap while leaders come and go.</summary>
public sealed class CounterTests
{
    private const int Clients = 6;
    private const int SwapsPerClient = 60;

    [Fact]
    public async Task CompareAndSwap_WhileLeadersChange_CountsEachAcknowledgedOnce()
    {
        await using var cluster = await StoreCluster.StartAsync(3);
        var members = cluster.Members.ToList();
        await members[0].Store.PutAsync(Keys.Put("counter", "0"));
        var results = new SwapResults();
        var clients = Enumerable.Range(0, Clients)
            .Select(i => Task.Run(() => CountAsync(members[i % members.Count].Store, results))).ToList();
        for (int change = 0; change < 4; change++)
        {
            int reached = results.Acknowledged + (SwapsPerClient / 2);
            await Wait.UntilAsync(() => Task.FromResult(results.Acknowledged >= reached), $"{reached} swaps");
            var leader = await cluster.LeaderAsync();
            ulong target = members.First(member => member.Id != leader.Id).Id;
            await leader.Raft.TransferLeadershipAsync(target, CancellationToken.None);
        }

        await Task.WhenAll(clients);
        foreach (var member in members)
        {
            var read = await member.Store.RangeAsync(Keys.Get("counter"));
            int counter = int.Parse(read.Kvs[0].Value.ToStringUtf8(), CultureInfo.InvariantCulture);
            Assert.InRange(counter, results.Acknowledged, results.Acknowledged + results.Unknown);
        }
    }

    private static async Task CountAsync(IKeyValueStore store, SwapResults results)
    {
        for (int swaps = 0; swaps < SwapsPerClient;)
        {
            try
            {
                if (await TrySwapAsync(store))
                {
                    results.Acknowledge();
                    swaps++;
                }
            }
            catch (RpcException)
            {
                results.Lose();
            }
        }
    }

    private static async Task<bool> TrySwapAsync(IKeyValueStore store)
    {
        var current = (await store.RangeAsync(Keys.Get("counter"))).Kvs[0];
        int next = int.Parse(current.Value.ToStringUtf8(), CultureInfo.InvariantCulture) + 1;
        var unchanged = new Compare
        {
            Key = current.Key,
            Target = Compare.Types.CompareTarget.Mod,
            ModRevision = current.ModRevision,
        };
        var put = Keys.Do(Keys.Put("counter", next.ToString(CultureInfo.InvariantCulture)));
        return (await store.TxnAsync(Keys.Txn([unchanged], [put], []))).Succeeded;
    }

    private sealed class SwapResults
    {
        private int _acknowledged;
        private int _unknown;

        public int Acknowledged => Volatile.Read(ref _acknowledged);

        public int Unknown => Volatile.Read(ref _unknown);

        public void Acknowledge() => Interlocked.Increment(ref _acknowledged);

        public void Lose() => Interlocked.Increment(ref _unknown);
    }
}
