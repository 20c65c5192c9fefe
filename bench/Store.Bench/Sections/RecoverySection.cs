using System.Diagnostics;
using Store.Bench.Clusters;
using Store.Bench.Measurements;
using Store.Bench.Report;

namespace Store.Bench.Sections;

/// <summary>How long a member takes to serve again when all it has is a long log.</summary>
internal static class RecoverySection
{
    private const int ValueBytes = 1024;
    private const int PutsPerTransaction = 64;
    private const int Keys = 10_000;

    public static async Task RunAsync(BenchOptions options)
    {
        var table = new Table($"Start of one member with a log of {options.LogMegabytes} MB to first put", "ms -");
        int puts = options.LogMegabytes * (1024 * 1024 / ValueBytes);
        foreach (var subject in options.Subjects)
        {
            var plan = ClusterPlan.Default(options.Directory) with { Members = 1, KeepLog = true };
            await using var cluster = subject.Create(plan);
            cluster.Start();
            await cluster.WaitUntilServingAsync();
            await Fill.RunAsync(cluster, 0, puts, Keys, ValueBytes, PutsPerTransaction);
            for (int trial = 0; trial < 2; trial++)
            {
                cluster.Kill(0);
                long started = Stopwatch.GetTimestamp();
                cluster.Start(0);
                table.Row($"{puts:n0} puts of {ValueBytes:n0} bytes")[0].Add(
                    subject.Place, await FirstPut.WaitAsync(FirstPut.Open(cluster), started));
            }
        }

        table.WriteTo(Console.Out);
    }
}
