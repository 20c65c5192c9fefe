using Store.Bench.Clusters;
using Store.Bench.Measurements;
using Store.Bench.Report;

namespace Store.Bench.Sections;

/// <summary>What a write costs while the state grows from a thousand keys to a million.</summary>
internal static class GrowthSection
{
    private const int KeysMin = 1000;
    private const int Step = 10;

    public static async Task RunAsync(BenchOptions options)
    {
        var table = new Table(
            "Writes to a growing state, 64 clients", "ops/s", "p99 ms -", "servers' CPU us/op -", "resident MB -");
        foreach (var subject in options.Subjects)
        {
            await using var cluster = subject.Create(ClusterPlan.Default(options.Directory));
            cluster.Start();
            await cluster.WaitUntilServingAsync();
            await LoadMeasurement.RunAsync(cluster, LoadKind.Put, 64, TimeSpan.FromSeconds(3));
            int filled = 0;
            for (int keys = KeysMin; keys <= options.KeysMax; keys *= Step)
            {
                await Fill.RunAsync(cluster, filled, keys, keys, valueBytes: 256, putsPerTransaction: 100);
                filled = keys;
                var result = await LoadMeasurement.RunAsync(
                    cluster, LoadKind.Put, 64, TimeSpan.FromSeconds(2 * options.Seconds), keys);
                var row = table.Row($"{keys:n0} keys");
                row[0].Add(subject.Place, result.PerSecond);
                row[1].Add(subject.Place, result.P99Ms);
                row[2].Add(subject.Place, result.ProcessorUs);
                row[3].Add(subject.Place, cluster.MemoryBytes / 1e6);
            }
        }

        table.WriteTo(Console.Out);
    }
}
