using Mvccpb;

namespace Microkernel.Store.Tests.Mvcc;

/// <summary>
/// The same semantics written down as plainly as possible: a whole copy of all keys for each revision.
/// </summary>
internal sealed class NaiveStore
{
    private readonly Dictionary<long, SortedDictionary<string, KeyValue>> _states = new() { [1] = New() };

    public long Revision { get; private set; } = 1;

    public long CompactRevision { get; private set; }

    public List<(long Revision, Event Event)> History { get; } = [];

    public SortedDictionary<string, KeyValue> At(long revision) => _states[revision];

    public void Put(string key, string value) => Change(edit => edit.Put(key, value));

    public int Delete(string from, string end)
    {
        int deleted = 0;
        Change(edit => deleted = edit.Delete(from, end));
        return deleted;
    }

    public void Change(Action<Edit> changes)
    {
        var edit = new Edit(this);
        changes(edit);
        if (edit.Events.Count == 0)
            return;
        Revision++;
        _states[Revision] = edit.State;
        History.AddRange(edit.Events.Select(made => (Revision, made)));
    }

    public void Compact(long revision)
    {
        CompactRevision = revision;
        foreach (long old in _states.Keys.Where(kept => kept < revision).ToList())
            _states.Remove(old);
    }

    private static SortedDictionary<string, KeyValue> New() => new(StringComparer.Ordinal);

    internal sealed class Edit(NaiveStore store)
    {
        public SortedDictionary<string, KeyValue> State { get; } =
            new(store._states[store.Revision], StringComparer.Ordinal);

        public List<Event> Events { get; } = [];

        public void Put(string key, string value)
        {
            var before = State.GetValueOrDefault(key);
            State[key] = new KeyValue
            {
                Key = Keys.Bytes(key),
                Value = Keys.Bytes(value),
                ModRevision = store.Revision + 1,
                CreateRevision = before?.CreateRevision ?? store.Revision + 1,
                Version = (before?.Version ?? 0) + 1,
            };
            Events.Add(new Event { Type = Event.Types.EventType.Put, Kv = State[key], PrevKv = before });
        }

        public int Delete(string from, string end)
        {
            var gone = State.Where(one => string.CompareOrdinal(one.Key, from) >= 0
                && (end == "\0" || string.CompareOrdinal(one.Key, end) < 0)).ToList();
            foreach (var (key, before) in gone)
            {
                State.Remove(key);
                Events.Add(new Event
                {
                    Type = Event.Types.EventType.Delete,
                    Kv = new KeyValue { Key = Keys.Bytes(key), ModRevision = store.Revision + 1 },
                    PrevKv = before,
                });
            }

            return gone.Count;
        }
    }
}
