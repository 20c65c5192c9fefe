using Google.Protobuf;

namespace Microkernel.Store.Watching;

/// <summary>Finds the watches that want a key.</summary>
internal sealed class WatchIndex
{
    private readonly Dictionary<ByteString, HashSet<Watcher>> _singles = [];
    private readonly RangeTree _ranges = new();

    public void Add(Watcher watcher)
    {
        if (!watcher.Range.IsSingle)
        {
            _ranges.Add(watcher);
            return;
        }

        var key = UnsafeByteOperations.UnsafeWrap(watcher.Range.Start);
        if (!_singles.TryGetValue(key, out var watchers))
            _singles.Add(key, watchers = []);
        watchers.Add(watcher);
    }

    public void Remove(Watcher watcher)
    {
        if (!watcher.Range.IsSingle)
        {
            _ranges.Remove(watcher);
            return;
        }

        var key = UnsafeByteOperations.UnsafeWrap(watcher.Range.Start);
        if (_singles.TryGetValue(key, out var watchers) && watchers.Remove(watcher) && watchers.Count == 0)
            _singles.Remove(key);
    }

    /// <summary>Adds the watches that want a key to a list.</summary>
    public void Find(ByteString key, List<Watcher> found)
    {
        if (_singles.TryGetValue(key, out var watchers))
            found.AddRange(watchers);
        _ranges.Find(key.Span, found);
    }
}
