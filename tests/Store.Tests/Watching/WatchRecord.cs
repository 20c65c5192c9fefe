using Etcdserverpb;
using Mvccpb;

namespace Microkernel.Store.Tests.Watching;

/// <summary>
/// What one watch has been given, held against etcd's promises: ordered, unique, atomic and bookmarkable as it comes;
/// reliable, resumable, previous value, is-create and filter against the whole history in the end.
/// </summary>
internal sealed class WatchRecord(WatchCreateRequest request)
{
    private readonly long _from = request.StartRevision;
    private readonly List<Event> _seen = [];
    private readonly List<(long From, long To)> _gaps = [];
    private long _progress;

    /// <summary>Gets the first revision that the watch has not been given yet.</summary>
    public long Next { get; private set; } = request.StartRevision;

    public int Compactions => _gaps.Count;

    public int Events => _seen.Count;

    /// <summary>Returns the request with which the watch goes on, here or at another member.</summary>
    public WatchCreateRequest Resume()
    {
        var resumed = request.Clone();
        resumed.StartRevision = Next;
        return resumed;
    }

    /// <summary>Takes the events of one response: whole revisions.</summary>
    public void Take(IReadOnlyCollection<Event> events)
    {
        long last = Next - 1;
        foreach (var revision in events.Select(one => one.Kv.ModRevision))
        {
            Assert.True(revision >= last, $"revision {revision} after {last}: not in order");
            last = revision;
        }

        long first = events.First().Kv.ModRevision;
        Assert.True(first >= Next, $"revision {first}, though all before {Next} was given: twice, or not at once");
        Assert.True(first > _progress, $"revision {first} after progress said {_progress}");
        _seen.AddRange(events);
        Next = last + 1;
    }

    /// <summary>Takes a bookmark: all up to a revision has been given.</summary>
    public void Progress(long revision)
    {
        _progress = Math.Max(_progress, revision);
        Next = Math.Max(Next, revision + 1);
    }

    /// <summary>Takes the word that history was cut; the watch goes on behind the cut.</summary>
    public void Compacted(long revision)
    {
        Assert.True(revision > Next, $"compacted to {revision}, which is not beyond {Next}");
        _gaps.Add((Next, revision));
        Next = revision;
    }

    /// <summary>Compares what was given with what happened, but for what compaction took.</summary>
    public void Check(IEnumerable<(long Revision, Event Event)> history)
    {
        var expected = history
            .Where(one => one.Revision >= _from && one.Revision < Next && Wanted(one.Event))
            .Where(one => !_gaps.Exists(gap => one.Revision >= gap.From && one.Revision < gap.To))
            .Select(one => Keys.Text(Shape(one.Event)));
        Assert.Equal(expected, _seen.Select(Keys.Text));
        foreach (var made in _seen.Where(one => one.Type == Event.Types.EventType.Put))
            Assert.Equal(made.Kv.Version == 1, made.Kv.CreateRevision == made.Kv.ModRevision);
    }

    private bool Wanted(Event made)
    {
        string key = made.Kv.Key.ToStringUtf8(), from = request.Key.ToStringUtf8();
        string to = request.RangeEnd.ToStringUtf8();
        bool inRange = to.Length == 0 ? key == from
            : string.CompareOrdinal(key, from) >= 0 && (to == "\0" || string.CompareOrdinal(key, to) < 0);
        var filter = made.Type == Event.Types.EventType.Put
            ? WatchCreateRequest.Types.FilterType.Noput
            : WatchCreateRequest.Types.FilterType.Nodelete;
        return inRange && !request.Filters.Contains(filter);
    }

    private Event Shape(Event made)
    {
        if (request.PrevKv)
            return made;
        var shaped = made.Clone();
        shaped.PrevKv = null;
        return shaped;
    }
}
