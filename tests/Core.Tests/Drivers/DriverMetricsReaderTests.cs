using System.Diagnostics.Metrics;
using Microkernel.Core.Metrics;

namespace Microkernel.Core.Tests.Drivers;

public sealed class DriverMetricsReaderTests
{
    [Fact]
    public async Task Metrics_OfADriver_AreShownWithTheLabelDriver()
    {
        await using var bench = await DriverBench.StartAsync();
        await bench.AddAsync("a");
        using var meter = new Meter("Microkernel.Tests.Reader");
        var count = meter.CreateCounter<long>("microkernel_test_things_total", description: "Things.");
        count.Add(2, new KeyValuePair<string, object?>("kind", "a \"b\""));
        var took = meter.CreateHistogram<double>("microkernel_test_duration_seconds", "s", "How long.");
        took.Record(0.2);

        var text = await new DriverMetricsReader(bench.Host).ReadAsync(TestContext.Current.CancellationToken);

        Assert.Contains(
            """
            # HELP microkernel_test_things_total Things.
            # TYPE microkernel_test_things_total counter
            microkernel_test_things_total{driver="world",kind="a \"b\""} 2
            """, text, StringComparison.Ordinal);
        Assert.Contains("""microkernel_test_duration_seconds_bucket{driver="world",le="0.25"} 1""", text,
            StringComparison.Ordinal);
        Assert.Contains("""microkernel_test_duration_seconds_count{driver="world"} 1""", text,
            StringComparison.Ordinal);
        Assert.Contains("""microkernel_driver_operations_under_way{driver="world"} 0""", text,
            StringComparison.Ordinal);
    }
}
