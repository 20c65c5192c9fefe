using System.Diagnostics;
using Store.Bench.Clusters;
using Store.Bench.Measurements;
using Store.Bench.Report;

namespace Store.Bench.Sections;

/// <summary>From the start of three processes to the first acknowledged put.</summary>
internal static class StartSection
{
    public static async Task RunAsync(BenchOptions options)
    {
        var table = new Table("Start of three members to first put", "ms -");
        for (int trial = 0; trial < options.Trials; trial++)
        {
            foreach (var subject in options.Subjects)
            {
                await using var cluster = subject.Create(ClusterPlan.Default(options.Directory));
                table.Row("empty")[0].Add(subject.Place, await RunAsync(cluster));
                foreach (int member in cluster.Running.ToList())
                    cluster.Kill(member);
                table.Row("again, after kill -9 of all")[0].Add(subject.Place, await RunAsync(cluster));
            }
        }

        table.WriteTo(Console.Out);
    }

    private static async Task<double> RunAsync(ServerCluster cluster)
    {
        long started = Stopwatch.GetTimestamp();
        cluster.Start();
        return await FirstPut.WaitAsync(FirstPut.Open(cluster), started);
    }
}
