using Google.Protobuf;

namespace Microkernel.Driver;

/// <summary>The last message by key, of a bounded number of keys.</summary>
/// <param name="expendable">Tells which messages may go first when there are too many.</param>
internal sealed class LatestByKey<T>(Func<T, bool> expendable)
    where T : class, IDeepCloneable<T>
{
    /// <summary>More keys than any node has resources or peers; it only bounds what a faulty caller can do.</summary>
    private const int KeysMax = 16_384;

    private readonly Dictionary<string, T> _values = new(StringComparer.Ordinal);

    public IEnumerable<T> Values => _values.Values.Select(value => value.Clone());

    /// <summary>Keeps a message; false when it equals the last one.</summary>
    public bool Set(string key, T value)
    {
        if (_values.TryGetValue(key, out var last) && last.Equals(value))
            return false;
        _values[key] = value.Clone();
        if (_values.Count > KeysMax)
            Evict(key);
        return true;
    }

    public bool Remove(string key) => _values.Remove(key);

    public void Retain(IReadOnlyCollection<string> keys)
    {
        foreach (var key in _values.Keys.Except(keys).ToList())
            _values.Remove(key);
    }

    private void Evict(string keep)
    {
        var victim = _values.FirstOrDefault(pair => pair.Key != keep && expendable(pair.Value)).Key
            ?? _values.Keys.First(key => key != keep);
        _values.Remove(victim);
    }
}
