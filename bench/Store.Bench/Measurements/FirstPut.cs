using System.Diagnostics;
using Etcdserverpb;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using Store.Bench.Clusters;

namespace Store.Bench.Measurements;

/// <summary>
/// Waits for an acknowledged put: a new one starts every few milliseconds at each member, so that neither a client's nor
/// a server's waiting and trying again is measured.
/// </summary>
internal static class FirstPut
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    /// <summary>Opens channels to the running members, in good time.</summary>
    public static List<GrpcChannel> Open(ServerCluster cluster, int except = -1) =>
        [.. cluster.Running.Where(member => member != except).Select(member => Connection.Open(cluster.Endpoints[member]))];

    /// <summary>Returns the milliseconds from a moment to the first put that is acknowledged.</summary>
    public static async Task<double> WaitAsync(List<GrpcChannel> channels, long since)
    {
        var first = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var timer = new PeriodicTimer(Interval);
        var attempts = new List<Task>();
        do
        {
            attempts.AddRange(channels.Select(channel => TryAsync(channel, first)));
            if (Stopwatch.GetElapsedTime(since) > Deadline)
                throw new TimeoutException($"No put was acknowledged within {Deadline.TotalSeconds} s.");
        }
        while (!first.Task.IsCompleted && await timer.WaitForNextTickAsync());
        long done = await first.Task;
        channels.ForEach(channel => channel.Dispose());
        await Task.WhenAll(attempts);
        return Stopwatch.GetElapsedTime(since, done).TotalMilliseconds;
    }

    private static async Task TryAsync(GrpcChannel channel, TaskCompletionSource<long> first)
    {
        try
        {
            var key = ByteString.CopyFromUtf8("/microkernel/bench/first");
            await new KV.KVClient(channel).PutAsync(new PutRequest { Key = key, Value = key });
            first.TrySetResult(Stopwatch.GetTimestamp());
        }
        catch (Exception e) when (e is RpcException or ObjectDisposedException)
        {
            // Not yet, or no longer of interest.
        }
    }
}
