using Etcdserverpb;
using Google.Protobuf;
using Grpc.Net.Client;
using Store.Bench.Clusters;

namespace Store.Bench.Measurements;

/// <summary>Writes many keys fast: transactions of many puts, several at a time.</summary>
internal static class Fill
{
    private const int Writers = 16;

    /// <summary>Puts the keys from one number to before another.</summary>
    /// <param name="cluster">The servers.</param>
    /// <param name="from">The first key's number.</param>
    /// <param name="to">The number after the last one.</param>
    /// <param name="keys">Numbers are taken modulo this, to write some keys again and again.</param>
    /// <param name="valueBytes">The size of each value.</param>
    /// <param name="putsPerTransaction">At most 128, which is etcd's limit.</param>
    public static async Task RunAsync(
        ServerCluster cluster, int from, int to, int keys, int valueBytes, int putsPerTransaction)
    {
        using var channel = Connection.Open(cluster.Endpoints[await cluster.LeaderAsync()]);
        var value = ByteString.CopyFrom(new byte[valueBytes]);
        int next = from;
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(_ => WriteAsync(channel)));

        async Task WriteAsync(GrpcChannel channel)
        {
            var client = new KV.KVClient(channel);
            while (true)
            {
                int start = Interlocked.Add(ref next, putsPerTransaction) - putsPerTransaction;
                if (start >= to)
                    return;
                var request = new TxnRequest();
                for (int key = start; key < Math.Min(start + putsPerTransaction, to); key++)
                {
                    request.Success.Add(new RequestOp
                    {
                        RequestPut = new PutRequest { Key = LoadMeasurement.Key(key % keys), Value = value },
                    });
                }

                await client.TxnAsync(request);
            }
        }
    }
}
