using System.Diagnostics;
using Etcdserverpb;
using Google.Protobuf;
using Store.Bench.Clusters;

namespace Store.Bench.Measurements;

/// <summary>One key, many watches with a stream each, one put at a time: the time from the put to the last.</summary>
internal static class FanOutMeasurement
{
    public static async Task<(double MedianMs, double P99Ms)> RunAsync(ServerCluster cluster, int watches, int puts)
    {
        var key = ByteString.CopyFromUtf8("/microkernel/bench/fanout");
        using var end = new CancellationTokenSource();
        using var seen = new SemaphoreSlim(0);
        var channels = cluster.Endpoints.Select(Connection.Open).ToList();
        var watching = Enumerable.Range(0, watches).Select(i => WatchAsync(
            new Watch.WatchClient(channels[i % channels.Count]), key, seen, end.Token)).ToList();
        for (int i = 0; i < watches; i++)
            await seen.WaitAsync(CancellationToken.None);
        var client = new KV.KVClient(channels[0]);
        var times = new List<double>();
        for (int put = 0; put < puts; put++)
        {
            long start = Stopwatch.GetTimestamp();
            await client.PutAsync(new PutRequest { Key = key, Value = key }, cancellationToken: CancellationToken.None);
            for (int i = 0; i < watches; i++)
                await seen.WaitAsync(CancellationToken.None);
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        await end.CancelAsync();
        await Task.WhenAll(watching);
        channels.ForEach(channel => channel.Dispose());
        times.Sort();
        return (times[puts / 2], times[puts * 99 / 100]);
    }

    private static async Task WatchAsync(
        Watch.WatchClient client, ByteString key, SemaphoreSlim seen, CancellationToken end)
    {
        using var call = client.Watch(cancellationToken: end);
        try
        {
            await call.RequestStream.WriteAsync(
                new WatchRequest { CreateRequest = new WatchCreateRequest { Key = key } }, end);
            while (await call.ResponseStream.MoveNext(end))
            {
                var response = call.ResponseStream.Current;
                int count = response.Created ? 1 : response.Events.Count;
                if (count > 0)
                    seen.Release(count);
            }
        }
        catch (Exception) when (end.IsCancellationRequested)
        {
            // That is how the measurement ends.
        }
    }
}
