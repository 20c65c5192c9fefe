using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Microkernel.Driver.V1;

namespace Microkernel.Core.Metrics;

/// <summary>Writes a driver's metrics in the Prometheus text format, version 0.0.4.</summary>
internal static partial class DriverMetricText
{
    /// <summary>Whether a metric can be written: one that cannot would spoil the whole page.</summary>
    public static bool IsValid(Metric metric) =>
        Name().IsMatch(metric.Name) && metric.Type != MetricType.Unspecified &&
        metric.Samples.All(sample => sample.Labels.Keys.All(label => Label().IsMatch(label)) &&
            (metric.Type == MetricType.Histogram) == (sample.Histogram is not null));

    public static void WriteHead(StringBuilder text, Metric metric)
    {
        var help = metric.Help.Replace(@"\", @"\\", StringComparison.Ordinal)
            .Replace("\n", @"\n", StringComparison.Ordinal);
        text.Append(CultureInfo.InvariantCulture, $"# HELP {metric.Name} {help}\n");
        text.Append(CultureInfo.InvariantCulture,
            $"# TYPE {metric.Name} {metric.Type.ToString().ToLowerInvariant()}\n");
    }

    public static void WriteSamples(StringBuilder text, string driver, Metric metric)
    {
        foreach (var sample in metric.Samples)
        {
            var labels = Labels(driver, sample.Labels);
            if (sample.Histogram is not { } histogram)
            {
                Write(text, metric.Name, labels, sample.Value);
                continue;
            }
            foreach (var bucket in histogram.Buckets)
                Write(text, metric.Name + "_bucket", $"{labels},le=\"{Number(bucket.UpperBound)}\"",
                    bucket.CumulativeCount);
            Write(text, metric.Name + "_bucket", $"{labels},le=\"+Inf\"", histogram.Count);
            Write(text, metric.Name + "_sum", labels, histogram.Sum);
            Write(text, metric.Name + "_count", labels, histogram.Count);
        }
    }

    private static string Labels(string driver, IEnumerable<KeyValuePair<string, string>> labels)
    {
        var all = new StringBuilder($"driver=\"{driver}\"");
        foreach (var (name, value) in labels.Where(label => label.Key != "driver").OrderBy(label => label.Key,
            StringComparer.Ordinal))
        {
            var escaped = value.Replace(@"\", @"\\", StringComparison.Ordinal)
                .Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", @"\n", StringComparison.Ordinal);
            all.Append(CultureInfo.InvariantCulture, $",{name}=\"{escaped}\"");
        }
        return all.ToString();
    }

    private static void Write(StringBuilder text, string name, string labels, double value) =>
        text.Append(CultureInfo.InvariantCulture, $"{name}{{{labels}}} {Number(value)}\n");

    private static string Number(double value) => value switch
    {
        double.PositiveInfinity => "+Inf",
        double.NegativeInfinity => "-Inf",
        _ => value.ToString("R", CultureInfo.InvariantCulture),
    };

    [GeneratedRegex("^[a-zA-Z_:][a-zA-Z0-9_:]{0,199}$")]
    private static partial Regex Name();

    [GeneratedRegex("^[a-zA-Z_][a-zA-Z0-9_]{0,99}$")]
    private static partial Regex Label();
}
