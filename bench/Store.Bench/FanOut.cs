using System.Diagnostics;
using Etcdserverpb;
using Google.Protobuf;
using Grpc.Net.Client;
using Microkernel.Store.External;

namespace Store.Bench;

/// <summary>One key, many watches, one put at a time.</summary>
internal static class FanOut
{
    public static async Task<int> RunAsync(string[] endpoints, int watches, int puts)
    {
        var key = ByteString.CopyFromUtf8("/microkernel/bench/fanout");
        using var end = new CancellationTokenSource();
        using var seen = new SemaphoreSlim(0);
        for (int i = 0; i < watches; i++)
        {
            var options = new EtcdStoreOptions();
            options.Endpoints.Add(endpoints[i % endpoints.Length]);
            _ = WatchAsync(new EtcdKeyValueStore(options), key, seen, end.Token);
        }

        for (int i = 0; i < watches; i++)
            await seen.WaitAsync();
        var kv = new KV.KVClient(GrpcChannel.ForAddress("http://" + endpoints[0]));
        var times = new List<double>();
        for (int put = 0; put < puts; put++)
        {
            long start = Stopwatch.GetTimestamp();
            await kv.PutAsync(new PutRequest { Key = key, Value = key });
            for (int i = 0; i < watches; i++)
                await seen.WaitAsync();
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        times.Sort();
        Console.WriteLine($"fanout {watches}: p50 {times[puts / 2]:f2} ms p99 {times[puts * 99 / 100]:f2} ms");
        await end.CancelAsync();
        return 0;
    }

    private static async Task WatchAsync(
        EtcdKeyValueStore store, ByteString key, SemaphoreSlim seen, CancellationToken token)
    {
        await foreach (var response in store.WatchAsync(new WatchCreateRequest { Key = key }, token))
            seen.Release(response.Created ? 1 : response.Events.Count);
    }
}
