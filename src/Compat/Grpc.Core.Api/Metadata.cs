using System.Collections;

namespace Grpc.Core;

/// <summary>Headers or trailers of a call: an ordered list in which a key may occur more than once.</summary>
public sealed partial class Metadata : IList<Metadata.Entry>
{
    /// <summary>The end of a key that marks its value as binary.</summary>
    public const string BinaryHeaderSuffix = "-bin";

    /// <summary>No entries; it cannot be changed.</summary>
    public static readonly Metadata Empty = new() { IsReadOnly = true };

    private readonly List<Entry> _entries = [];

    /// <summary>Gets the number of entries.</summary>
    public int Count => _entries.Count;

    /// <summary>Gets whether entries can be neither added, changed nor removed.</summary>
    public bool IsReadOnly { get; private init; }

    /// <summary>Gets or sets the entry at a position.</summary>
    public Entry this[int index]
    {
        get => _entries[index];
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            Writable()[index] = value;
        }
    }

    /// <summary>Returns the last entry with the key, or null; letter case does not matter.</summary>
    public Entry? Get(string key)
    {
        for (var i = _entries.Count - 1; i >= 0; i--)
        {
            if (string.Equals(_entries[i].Key, key, StringComparison.OrdinalIgnoreCase))
            {
                return _entries[i];
            }
        }

        return null;
    }

    /// <summary>Returns the text of the last entry with the key, or null.</summary>
    /// <exception cref="InvalidOperationException">The value is binary.</exception>
    public string? GetValue(string key) => Get(key)?.Value;

    /// <summary>Returns the bytes of the last entry with the key, or null.</summary>
    public byte[]? GetValueBytes(string key) => Get(key)?.ValueBytes;

    /// <summary>Returns all entries with the key, in order.</summary>
    public IEnumerable<Entry> GetAll(string key) =>
        _entries.Where(entry => string.Equals(entry.Key, key, StringComparison.OrdinalIgnoreCase));

    /// <summary>Adds an entry at the end.</summary>
    public void Add(Entry item)
    {
        ArgumentNullException.ThrowIfNull(item);
        Writable().Add(item);
    }

    /// <summary>Adds a text entry at the end.</summary>
    public void Add(string key, string value) => Add(new Entry(key, value));

    /// <summary>Adds a binary entry at the end; the key must end in <see cref="BinaryHeaderSuffix" />.</summary>
    public void Add(string key, byte[] valueBytes) => Add(new Entry(key, valueBytes));

    /// <summary>Puts an entry at a position and moves the rest up.</summary>
    public void Insert(int index, Entry item)
    {
        ArgumentNullException.ThrowIfNull(item);
        Writable().Insert(index, item);
    }

    /// <summary>Removes the entry at a position.</summary>
    public void RemoveAt(int index) => Writable().RemoveAt(index);

    /// <summary>Removes this very entry and tells whether it was there.</summary>
    public bool Remove(Entry item) => Writable().Remove(item);

    /// <summary>Removes all entries.</summary>
    public void Clear() => Writable().Clear();

    /// <summary>Returns the position of this very entry, or -1.</summary>
    public int IndexOf(Entry item) => _entries.IndexOf(item);

    /// <summary>Tells whether this very entry is in the list.</summary>
    public bool Contains(Entry item) => _entries.Contains(item);

    /// <summary>Copies all entries into an array from an index on.</summary>
    public void CopyTo(Entry[] array, int arrayIndex) => _entries.CopyTo(array, arrayIndex);

    /// <summary>Goes through the entries in order.</summary>
    public IEnumerator<Entry> GetEnumerator() => _entries.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private List<Entry> Writable() =>
        IsReadOnly ? throw new InvalidOperationException("This metadata is read-only.") : _entries;
}
