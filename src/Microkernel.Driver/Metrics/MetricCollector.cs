using System.Diagnostics.Metrics;
using Microkernel.Driver.V1;

namespace Microkernel.Driver;

/// <summary>Collects what the instruments of this process measure, for the core to show to Prometheus.</summary>
internal sealed class MetricCollector : IDisposable
{
    /// <summary>Only meters whose names begin so are told.</summary>
    private const string MeterPrefix = "Microkernel";

    private readonly Lock _lock = new();
    private readonly MeterListener _listener = new();
    private readonly SortedDictionary<string, MetricSeries> _series = new(StringComparer.Ordinal);

    public MetricCollector()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name.StartsWith(MeterPrefix, StringComparison.Ordinal))
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Record(instrument, value, tags));
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Record(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Record(instrument, value, tags));
        _listener.Start();
    }

    /// <summary>Everything measured up to now, sorted by name.</summary>
    public IReadOnlyList<Metric> Collect()
    {
        lock (_lock)
        {
            foreach (var series in _series.Values)
                series.ForgetObserved();
        }
        _listener.RecordObservableInstruments();
        lock (_lock)
            return [.. _series.Values.Select(series => series.ToMetric())];
    }

    public void Dispose() => _listener.Dispose();

    private void Record(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var labels = new MetricLabels(tags);
        lock (_lock)
        {
            if (!_series.TryGetValue(instrument.Name, out var series))
                _series[instrument.Name] = series = MetricSeries.For(instrument);
            series.Record(labels, value);
        }
    }
}
