using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace Microkernel.Core.Metrics;

/// <summary>
/// Writes the instruments of this project's meters in the Prometheus text format, version 0.0.4. Names are the
/// instruments' own; counters are expected to end in <c>_total</c>, histograms to be in base units.
/// </summary>
internal sealed class PrometheusExporter : IDisposable
{
    /// <summary>Only meters whose names begin so are exported.</summary>
    public const string MeterPrefix = "Microkernel";

    private readonly Lock _lock = new();
    private readonly MeterListener _listener = new();
    private readonly SortedDictionary<string, MetricFamily> _families = new(StringComparer.Ordinal);

    public PrometheusExporter()
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

    /// <summary>Everything measured up to now.</summary>
    public string Write()
    {
        lock (_lock)
            foreach (var family in _families.Values)
                family.ForgetObserved();
        _listener.RecordObservableInstruments();
        var text = new StringBuilder();
        lock (_lock)
            foreach (var family in _families.Values)
                family.WriteTo(text);
        return text.ToString();
    }

    public void Dispose() => _listener.Dispose();

    private void Record(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var labels = Labels(tags);
        lock (_lock)
        {
            if (!_families.TryGetValue(instrument.Name, out var family))
                _families[instrument.Name] = family = MetricFamily.For(instrument);
            family.Record(labels, value);
        }
    }

    private static string Labels(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (tags.IsEmpty) return "";
        var text = new StringBuilder();
        foreach (var (name, value) in tags)
        {
            if (text.Length > 0) text.Append(',');
            text.Append(name).Append("=\"");
            foreach (var c in Convert.ToString(value, CultureInfo.InvariantCulture) ?? "")
                _ = c switch
                {
                    '\\' => text.Append(@"\\"),
                    '"' => text.Append("\\\""),
                    '\n' => text.Append(@"\n"),
                    _ => text.Append(c),
                };
            text.Append('"');
        }
        return text.ToString();
    }
}
