using System.Diagnostics;
using System.Globalization;

namespace Microkernel.Consensus.Bench;

/// <summary>Closed-loop load on the leader: each client has one proposal of 256 bytes on its way.</summary>
internal static class Throughput
{
    private static readonly byte[] Command = new byte[256];

    public static async Task RunAsync(string directory, int seconds)
    {
        Console.WriteLine("| members | over | clients | entries/s | p50 ms | p99 ms | bytes allocated per entry |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- | --- |");
        foreach (var members in (int[])[1, 3, 5])
        {
            foreach (var overGrpc in members == 1 ? (bool[])[false] : [false, true])
            {
                var at = Path.Combine(directory, $"throughput-{members}-{overGrpc}");
                await using (var cluster = new BenchCluster(at, members, overGrpc))
                {
                    await cluster.StartAsync();
                    var leader = await cluster.LeaderAsync();
                    await LoadAsync(leader, 64, TimeSpan.FromSeconds(2));
                    foreach (var clients in (int[])[1, 64])
                    {
                        await ReportAsync(leader, members, overGrpc, clients, TimeSpan.FromSeconds(seconds));
                    }
                }

                Directory.Delete(at, recursive: true);
            }
        }

        Console.WriteLine();
    }

    private static async Task ReportAsync(RaftMember leader, int members, bool overGrpc, int clients, TimeSpan time)
    {
        var allocated = GC.GetTotalAllocatedBytes();
        var started = Stopwatch.GetTimestamp();
        var times = await LoadAsync(leader, clients, time);
        var elapsed = Stopwatch.GetElapsedTime(started).TotalSeconds;
        var perEntry = (GC.GetTotalAllocatedBytes() - allocated) / Math.Max(1, times.Count);
        times.Sort();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {members} | {(overGrpc ? "gRPC" : "memory")} | {clients} | {times.Count / elapsed:F0} "
            + $"| {times[times.Count / 2]:F2} | {times[times.Count * 99 / 100]:F2} | {perEntry} |"));
    }

    private static async Task<List<double>> LoadAsync(RaftMember leader, int clients, TimeSpan time)
    {
        using var end = new CancellationTokenSource(time);
        var times = await Task.WhenAll(Enumerable.Range(0, clients).Select(_ => Task.Run(async () =>
        {
            var own = new List<double>(10_000);
            while (!end.IsCancellationRequested)
            {
                var started = Stopwatch.GetTimestamp();
                await leader.ProposeAsync(Command, CancellationToken.None);
                own.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            }

            return own;
        })));
        return [.. times.SelectMany(one => one)];
    }
}
