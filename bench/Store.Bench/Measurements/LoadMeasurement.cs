using System.Diagnostics;
using Etcdserverpb;
using Google.Protobuf;
using Grpc.Net.Client;
using Store.Bench.Clusters;

namespace Store.Bench.Measurements;

/// <summary>What a load is made of.</summary>
internal enum LoadKind
{
    /// <summary>Puts of 256 bytes.</summary>
    Put,

    /// <summary>Linearizable reads of one key.</summary>
    Get,

    /// <summary>Serializable reads of one key.</summary>
    SerializableGet,
}

/// <summary>What a load came to.</summary>
/// <param name="PerSecond">Operations per second.</param>
/// <param name="MedianMs">Half of the operations took no longer, in milliseconds.</param>
/// <param name="P99Ms">99 of 100 took no longer, in milliseconds.</param>
/// <param name="ProcessorUs">Processor time of all servers per operation, in microseconds.</param>
internal sealed record LoadResult(double PerSecond, double MedianMs, double P99Ms, double ProcessorUs);

/// <summary>Closed-loop load: each client has one request on its way, at one of the members.</summary>
internal static class LoadMeasurement
{
    private static readonly ByteString Value = ByteString.CopyFrom(new byte[256]);

    /// <summary>Runs a load.</summary>
    /// <param name="cluster">The servers; clients spread over all of them.</param>
    /// <param name="kind">What the clients do.</param>
    /// <param name="clients">How many there are.</param>
    /// <param name="duration">For how long.</param>
    /// <param name="keys">How many keys they choose from.</param>
    public static async Task<LoadResult> RunAsync(
        ServerCluster cluster, LoadKind kind, int clients, TimeSpan duration, int keys = 10_000)
    {
        var channels = cluster.Endpoints.Select(Connection.Open).ToList();
        try
        {
            using var end = new CancellationTokenSource();
            // One round unmeasured, which opens the connections.
            await RunAsync(channels, kind, clients, keys, 5, CancellationToken.None);
            var processor = cluster.ProcessorTime;
            long start = Stopwatch.GetTimestamp();
            end.CancelAfter(duration);
            var times = await RunAsync(channels, kind, clients, keys, int.MaxValue, end.Token);
            double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            double used = (cluster.ProcessorTime - processor).TotalMicroseconds;
            return new LoadResult(
                times.Count / seconds, times[times.Count / 2], times[times.Count * 99 / 100], used / times.Count);
        }
        finally
        {
            channels.ForEach(channel => channel.Dispose());
        }
    }

    public static ByteString Key(int number) => ByteString.CopyFromUtf8($"/microkernel/bench/{number}");

    private static async Task<List<double>> RunAsync(
        List<GrpcChannel> channels, LoadKind kind, int clients, int keys, int most, CancellationToken end)
    {
        var times = await Task.WhenAll(Enumerable.Range(0, clients)
            .Select(i => RunAsync(new KV.KVClient(channels[i % channels.Count]), kind, new Random(i), keys, most, end)));
        return [.. times.SelectMany(one => one).Order()];
    }

    private static async Task<List<double>> RunAsync(
        KV.KVClient client, LoadKind kind, Random random, int keys, int most, CancellationToken end)
    {
        var times = new List<double>();
        while (times.Count < most && !end.IsCancellationRequested)
        {
            var key = Key(random.Next(keys));
            long start = Stopwatch.GetTimestamp();
            if (kind == LoadKind.Put)
                await client.PutAsync(
                    new PutRequest { Key = key, Value = Value }, cancellationToken: CancellationToken.None);
            else
                await client.RangeAsync(
                    new RangeRequest { Key = key, Serializable = kind == LoadKind.SerializableGet },
                    cancellationToken: CancellationToken.None);
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        return times;
    }
}
