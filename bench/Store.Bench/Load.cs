using System.Diagnostics;
using Etcdserverpb;
using Google.Protobuf;
using Grpc.Net.Client;

namespace Store.Bench;

/// <summary>Closed-loop load: each client has one request on its way. Values of 256 bytes, 10,000 keys.</summary>
internal static class Load
{
    private const int KeyCount = 10_000;
    private static readonly ByteString Value = ByteString.CopyFrom(new byte[256]);

    public static async Task<int> RunAsync(string[] endpoints, string kind, int clients, int seconds)
    {
        var channels = endpoints.Select(endpoint => GrpcChannel.ForAddress("http://" + endpoint)).ToList();
        using var end = new CancellationTokenSource();
        await Task.WhenAll(Enumerable.Range(0, clients)
            .Select(i => OneAsync(channels[i % channels.Count], kind, i, 20, CancellationToken.None)));
        end.CancelAfter(TimeSpan.FromSeconds(seconds));
        long start = Stopwatch.GetTimestamp();
        var times = await Task.WhenAll(Enumerable.Range(0, clients)
            .Select(i => OneAsync(channels[i % channels.Count], kind, i, int.MaxValue, end.Token)));
        double elapsed = Stopwatch.GetElapsedTime(start).TotalSeconds;
        var all = times.SelectMany(one => one).Order().ToList();
        Console.WriteLine($"{kind} {clients}: {all.Count / elapsed:f0}/s p50 {all[all.Count / 2]:f2} ms "
            + $"p99 {all[all.Count * 99 / 100]:f2} ms max {all[^1]:f1} ms");
        return 0;
    }

    private static async Task<List<double>> OneAsync(
        GrpcChannel channel, string kind, int client, int most, CancellationToken token)
    {
        var kv = new KV.KVClient(channel);
        var random = new Random(client);
        var times = new List<double>();
        while (times.Count < most && !token.IsCancellationRequested)
        {
            var key = ByteString.CopyFromUtf8($"/microkernel/bench/{random.Next(KeyCount)}");
            long start = Stopwatch.GetTimestamp();
            if (kind == "put")
                await kv.PutAsync(
                    new PutRequest { Key = key, Value = Value }, cancellationToken: CancellationToken.None);
            else
                await kv.RangeAsync(
                    new RangeRequest { Key = key, Serializable = kind == "sget" },
                    cancellationToken: CancellationToken.None);
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        return times;
    }
}
