using System.Diagnostics;
using Store.Bench.Clusters;
using Store.Bench.Measurements;
using Store.Bench.Report;

namespace Store.Bench.Sections;

/// <summary>From kill -9 of the leader to the next acknowledged put, at the same heartbeat and election settings.</summary>
internal static class FailoverSection
{
    private static readonly (int HeartbeatMs, int ElectionMs)[] Settings = [(100, 1000), (20, 200), (10, 100)];

    public static async Task RunAsync(BenchOptions options)
    {
        var table = new Table("Leader killed to next put", "ms -");
        foreach (var (heartbeat, election) in Settings)
        {
            foreach (var subject in options.Subjects)
            {
                var plan = ClusterPlan.Default(options.Directory) with
                {
                    Heartbeat = TimeSpan.FromMilliseconds(heartbeat),
                    Election = TimeSpan.FromMilliseconds(election),
                };
                await using var cluster = subject.Create(plan);
                cluster.Start();
                await cluster.WaitUntilServingAsync();
                await LoadMeasurement.RunAsync(cluster, LoadKind.Put, 16, TimeSpan.FromSeconds(0.5));
                for (int trial = 0; trial < options.Trials; trial++)
                    table.Row($"heartbeat {heartbeat} ms, election {election} ms")[0].Add(subject.Place, await RunAsync(cluster));
            }
        }

        table.WriteTo(Console.Out);
    }

    private static async Task<double> RunAsync(ServerCluster cluster)
    {
        int leader = await cluster.LeaderAsync();
        var channels = FirstPut.Open(cluster, except: leader);
        foreach (var channel in channels)
            await channel.ConnectAsync();
        long killed = Stopwatch.GetTimestamp();
        cluster.Kill(leader);
        double milliseconds = await FirstPut.WaitAsync(channels, killed);
        cluster.Start(leader);
        await cluster.WaitUntilServingAsync();
        return milliseconds;
    }
}
