using System.Globalization;

namespace Microkernel.Driver;

/// <summary>Labels of one sample; equal when all names and values are.</summary>
internal sealed class MetricLabels : IEquatable<MetricLabels>
{
    private readonly string _key;

    public MetricLabels(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        foreach (var (name, value) in tags)
            Values[name] = Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
        _key = string.Join('\0', Values.Select(pair => $"{pair.Key}\0{pair.Value}"));
    }

    public SortedDictionary<string, string> Values { get; } = new(StringComparer.Ordinal);

    public bool Equals(MetricLabels? other) => other?._key == _key;

    public override bool Equals(object? obj) => Equals(obj as MetricLabels);

    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(_key);
}
