using System.Text.RegularExpressions;
using Microkernel.Driver.V1;

namespace Microkernel.Conformance.Sections;

/// <summary>How well the driver can work, and what it measures.</summary>
internal static partial class HealthChecks
{
    public static IReadOnlyList<Check> All { get; } = new CheckList("Health and metrics")
        .Add("The driver says how well it can work, and what is wrong where it cannot.", async s =>
        {
            var health = (await Expect.AnswerAsync(s.Driver.GetHealthAsync(
                new GetHealthRequest(), deadline: s.Soon, cancellationToken: s.Cancel))).Health;
            Expect.That(
                health is not null && health.State != Health.Types.State.Unspecified, "a state that is specified",
                    health?.State);
            Expect.That(
                health!.State == Health.Types.State.Healthy || health.Problems.Count > 0,
                "at least one problem where it is not healthy", "none");
        }, "GetHealth OK")
        .Add("Its metrics have well-formed names, each once, and a type.", async s =>
        {
            var metrics = await MetricsAsync(s);
            foreach (var metric in metrics)
                Expect.That(
                    MetricName().IsMatch(metric.Name) && metric.Type != MetricType.Unspecified,
                    "letters, digits and underscores, and a type", $"{metric.Name} {metric.Type}");
            var twice = metrics.GroupBy(metric => metric.Name).FirstOrDefault(group => group.Count() > 1);
            Expect.That(twice is null, "each metric once", twice?.Key);
        }, "GetMetrics OK")
        .Add("Its counters end in _total, and only histograms have histograms.", async s =>
        {
            foreach (var metric in await MetricsAsync(s))
            {
                Expect.That(
                    (metric.Type == MetricType.Counter) == metric.Name.EndsWith("_total", StringComparison.Ordinal),
                    "_total on counters and on nothing else", $"{metric.Name} {metric.Type}");
                Expect.That(
                    metric.Samples.All(sample => sample.Histogram is not null == (metric.Type == MetricType.Histogram)),
                    "histograms in samples of histograms only", metric.Name);
            }
        })
        .Checks;

    private static async Task<IReadOnlyList<Metric>> MetricsAsync(Subject s) => (await Expect.AnswerAsync(
        s.Driver.GetMetricsAsync(new GetMetricsRequest(), deadline: s.Soon, cancellationToken: s.Cancel))).Metrics;

    [GeneratedRegex("^[a-zA-Z_:][a-zA-Z0-9_:]*$")]
    private static partial Regex MetricName();
}
