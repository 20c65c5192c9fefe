using System.Diagnostics.Metrics;
using Microkernel.Driver.V1;

namespace Microkernel.Driver;

/// <summary>One metric with a sample for each set of labels.</summary>
internal sealed class MetricSeries
{
    // Seconds; the same bounds as the core's own histograms.
    private static readonly double[] Bounds =
        [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

    private readonly string _name;
    private readonly string _help;
    private readonly MetricType _type;
    private readonly bool _adds;
    private readonly Dictionary<MetricLabels, MetricSample> _samples = [];

    private MetricSeries(string name, string help, MetricType type, bool adds) =>
        (_name, _help, _type, _adds) = (name, help, type, adds);

    public static MetricSeries For(Instrument instrument)
    {
        var kind = instrument.GetType().IsGenericType ? instrument.GetType().GetGenericTypeDefinition() : null;
        var type = kind == typeof(Histogram<>) ? MetricType.Histogram
            : kind == typeof(Counter<>) || kind == typeof(ObservableCounter<>) ? MetricType.Counter
            : MetricType.Gauge;
        return new MetricSeries(
            instrument.Name, instrument.Description ?? instrument.Name, type,
            kind == typeof(Counter<>) || kind == typeof(UpDownCounter<>));
    }

    public void Record(MetricLabels labels, double value)
    {
        if (!_samples.TryGetValue(labels, out var sample))
        {
            _samples[labels] = sample = new MetricSample { Labels = { labels.Values } };
            if (_type == MetricType.Histogram)
                sample.Histogram = new Histogram
                {
                    Buckets = { Bounds.Select(bound => new Bucket { UpperBound = bound }) },
                };
        }
        if (sample.Histogram is not { } histogram)
        {
            sample.Value = _adds ? sample.Value + value : value;
            return;
        }
        histogram.Count++;
        histogram.Sum += value;
        foreach (var bucket in histogram.Buckets)
        {
            if (value <= bucket.UpperBound)
                bucket.CumulativeCount++;
        }
    }

    /// <summary>Forgets what the next observation says anew, so that what is gone does not stay for ever.</summary>
    public void ForgetObserved()
    {
        if (!_adds && _type != MetricType.Histogram)
            _samples.Clear();
    }

    public Metric ToMetric() => new()
    {
        Name = _name,
        Help = _help,
        Type = _type,
        Samples = { _samples.Values.Select(sample => sample.Clone()) },
    };
}
