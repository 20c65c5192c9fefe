using System.Text;
using Grpc.Core;
using Microkernel.Core.Drivers;
using Microkernel.Driver.V1;
using DriverState = Microkernel.V1.DriverState;

namespace Microkernel.Core.Metrics;

/// <summary>Asks the acting drivers for what they measure and writes it with the label <c>driver</c>.</summary>
internal sealed class DriverMetricsReader(DriverHost host)
{
    /// <summary>A driver that does not answer at once is left out: the core's own metrics must not wait for
    /// it.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>Reads all drivers side by side, as Prometheus text.</summary>
    public async Task<string> ReadAsync(CancellationToken ct)
    {
        var names = host.Drivers.Where(driver => driver.State == DriverState.Active).Select(driver =>
            driver.Name).Distinct();
        var answers = await Task.WhenAll(names.Select(name => AskAsync(name, ct)));
        var text = new StringBuilder();
        var families = answers.SelectMany(answer => answer.Metrics.Select(metric => (answer.Driver, Metric: metric)))
            .Where(found => DriverMetricText.IsValid(found.Metric))
            .GroupBy(found => found.Metric.Name).OrderBy(family => family.Key, StringComparer.Ordinal);
        foreach (var family in families)
        {
            var first = family.First().Metric;
            DriverMetricText.WriteHead(text, first);
            // Drivers that disagree on the type of a name cannot both be right: the first is taken.
            foreach (var (driver, metric) in family.Where(found => found.Metric.Type == first.Type))
                DriverMetricText.WriteSamples(text, driver, metric);
        }
        return text.ToString();
    }

    private async Task<(string Driver, IReadOnlyList<Metric> Metrics)> AskAsync(string name, CancellationToken ct)
    {
        if (host.Active(name) is not { } driver) return (name, []);
        try
        {
            var response = await driver.Control.GetMetricsAsync(
                new GetMetricsRequest(), deadline: DateTime.UtcNow + Patience, cancellationToken: ct);
            return (name, response.Metrics);
        }
        catch (RpcException)
        {
            return (name, []);
        }
    }
}
