using Store.Bench.Clusters;
using Store.Bench.Measurements;
using Store.Bench.Report;

namespace Store.Bench.Sections;

/// <summary>Puts, reads and watches on three members, and the memory that they take.</summary>
internal static class LoadSection
{
    private static readonly (LoadKind Kind, int Clients, string Label)[] Loads =
    [
        (LoadKind.Put, 1, "put, 1 client"),
        (LoadKind.Put, 16, "put, 16"),
        (LoadKind.Put, 64, "put, 64"),
        (LoadKind.Put, 256, "put, 256"),
        (LoadKind.Get, 1, "linearizable get, 1"),
        (LoadKind.Get, 64, "linearizable get, 64"),
        (LoadKind.SerializableGet, 1, "serializable get, 1"),
        (LoadKind.SerializableGet, 64, "serializable get, 64"),
    ];

    public static async Task RunAsync(BenchOptions options)
    {
        var loads = new Table("Load", "ops/s", "p50 ms -", "p99 ms -", "servers' CPU us/op -");
        var watches = new Table("100 watchers with a stream each: put to last", "p50 ms -", "p99 ms -");
        var memory = new Table("Memory of a member", "resident MB -");
        var clusters = new List<(int Place, ServerCluster Cluster)>();
        try
        {
            foreach (var subject in options.Subjects)
            {
                var cluster = subject.Create(ClusterPlan.Default(options.Directory));
                clusters.Add((subject.Place, cluster));
                cluster.Start();
                await cluster.WaitUntilServingAsync();
            }

            // At rest means that what starting needed has been given back, if it ever is.
            await Task.Delay(TimeSpan.FromSeconds(3));
            Each((cluster, place) => memory.Row("at rest, fresh")[0].Add(place, cluster.MemoryBytes / 1e6));
            foreach (var (_, cluster) in clusters)
                await LoadMeasurement.RunAsync(cluster, LoadKind.Put, 64, TimeSpan.FromSeconds(4));
            for (int round = 0; round < options.Rounds; round++)
                await RunRoundAsync(clusters, loads, watches, options);
            Each((cluster, place) => memory.Row("after the load")[0].Add(place, cluster.MemoryBytes / 1e6));
        }
        finally
        {
            foreach (var (_, cluster) in clusters)
                await cluster.DisposeAsync();
        }

        loads.WriteTo(Console.Out);
        watches.WriteTo(Console.Out);
        memory.WriteTo(Console.Out);

        void Each(Action<ServerCluster, int> add)
        {
            foreach (var (place, cluster) in clusters)
                add(cluster, place);
        }
    }

    private static async Task RunRoundAsync(
        List<(int Place, ServerCluster Cluster)> clusters, Table loads, Table watches, BenchOptions options)
    {
        foreach (var (kind, clients, label) in Loads)
        {
            foreach (var (place, cluster) in clusters)
            {
                var result = await LoadMeasurement.RunAsync(
                    cluster, kind, clients, TimeSpan.FromSeconds(options.Seconds));
                var row = loads.Row(label);
                row[0].Add(place, result.PerSecond);
                row[1].Add(place, result.MedianMs);
                row[2].Add(place, result.P99Ms);
                row[3].Add(place, result.ProcessorUs);
            }
        }

        foreach (var (place, cluster) in clusters)
        {
            var (median, p99) = await FanOutMeasurement.RunAsync(cluster, watches: 100, puts: 200);
            var row = watches.Row("1 put at a time");
            row[0].Add(place, median);
            row[1].Add(place, p99);
        }
    }
}
