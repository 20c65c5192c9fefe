using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace Microkernel.Core.Metrics;

/// <summary>One metric with all its label sets.</summary>
internal abstract class MetricFamily(string name, string help, string type)
{
    public string Name => name;

    public static MetricFamily For(Instrument instrument)
    {
        var help = instrument.Description ?? instrument.Name;
        var generic = instrument.GetType().IsGenericType ? instrument.GetType().GetGenericTypeDefinition() : null;
        if (generic == typeof(Histogram<>)) return new HistogramFamily(instrument.Name, help);
        var adds = generic == typeof(Counter<>) || generic == typeof(UpDownCounter<>);
        var counter = generic == typeof(Counter<>) || generic == typeof(ObservableCounter<>);
        return new ValueFamily(instrument.Name, help, counter ? "counter" : "gauge", adds);
    }

    public abstract void Record(string labels, double value);

    /// <summary>Forgets what the next observation says anew, so that what is gone does not stay for ever.</summary>
    public virtual void ForgetObserved()
    {
    }

    public void WriteTo(StringBuilder text)
    {
        text.Append("# HELP ").Append(name).Append(' ').Append(help.Replace("\\", @"\\", StringComparison.Ordinal)
            .Replace("\n", @"\n", StringComparison.Ordinal)).Append('\n');
        text.Append("# TYPE ").Append(name).Append(' ').Append(type).Append('\n');
        WriteSamples(text);
    }

    protected abstract void WriteSamples(StringBuilder text);

    protected static void WriteSample(StringBuilder text, string name, string labels, double value)
    {
        text.Append(name);
        if (labels.Length > 0) text.Append('{').Append(labels).Append('}');
        text.Append(' ').Append(Text(value)).Append('\n');
    }

    protected static string Text(double value) => double.IsPositiveInfinity(value)
        ? "+Inf"
        : value.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>Counters and gauges.</summary>
    private sealed class ValueFamily(string name, string help, string type, bool adds) : MetricFamily(name, help, type)
    {
        private readonly SortedDictionary<string, double> _values = new(StringComparer.Ordinal);

        public override void Record(string labels, double value) =>
            _values[labels] = adds ? _values.GetValueOrDefault(labels) + value : value;

        public override void ForgetObserved()
        {
            if (!adds) _values.Clear();
        }

        protected override void WriteSamples(StringBuilder text)
        {
            foreach (var (labels, value) in _values) WriteSample(text, Name, labels, value);
        }
    }

    /// <summary>Histograms, of seconds.</summary>
    private sealed class HistogramFamily(string name, string help) : MetricFamily(name, help, "histogram")
    {
        private static readonly double[] Bounds =
            [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

        private readonly SortedDictionary<string, (long[] Buckets, double Sum)> _values = new(StringComparer.Ordinal);

        public override void Record(string labels, double value)
        {
            var (buckets, sum) = _values.TryGetValue(labels, out var found) ? found : (new long[Bounds.Length + 1], 0);
            var index = Array.BinarySearch(Bounds, value);
            buckets[index >= 0 ? index : ~index]++;
            _values[labels] = (buckets, sum + value);
        }

        protected override void WriteSamples(StringBuilder text)
        {
            foreach (var (labels, (buckets, sum)) in _values)
            {
                var prefix = labels.Length > 0 ? labels + "," : "";
                long count = 0;
                for (var i = 0; i < buckets.Length; i++)
                {
                    count += buckets[i];
                    var bound = i < Bounds.Length ? Bounds[i] : double.PositiveInfinity;
                    WriteSample(text, Name + "_bucket", $"{prefix}le=\"{Text(bound)}\"", count);
                }
                WriteSample(text, Name + "_sum", labels, sum);
                WriteSample(text, Name + "_count", labels, count);
            }
        }
    }
}
