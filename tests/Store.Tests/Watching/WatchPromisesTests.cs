using System.Threading.Channels;
using Etcdserverpb;
using Google.Protobuf;
using Microkernel.Store.Tests.Mvcc;
using Microkernel.Store.V1;
using Mvccpb;

namespace Microkernel.Store.Tests.Watching;

/// <summary>
/// The promises of etcd's watches (ordered, unique, atomic, reliable, resumable, bookmarkable, previous value,
/// is-create, filter), with fast and slow readers while keys are written and history is compacted.
/// </summary>
public sealed class WatchPromisesTests
{
    private const int Steps = 6000;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Watches_OfAllKinds_ReportExactlyTheHistory(int seed)
    {
        var random = new Random(seed);
        var test = new TestStore(new StoreOptions { WatchProgressPeriod = TimeSpan.FromMilliseconds(100) });
        var model = new NaiveStore();
        using var end = new CancellationTokenSource(TimeSpan.FromSeconds(90));
        var watches = new List<(CheckedWatch Watch, Task Done)>();

        // Never reads before the end, so that compaction surely overtakes it.
        var stuck = CheckedWatch.OfAllKeys(test.Store);
        watches.Add((stuck, Task.Run(() => stuck.RunAsync(end.Token))));
        for (int step = 0; step < Steps; step++)
        {
            if (step % 300 == 0)
            {
                var watch = new CheckedWatch(test.Store, model.CompactRevision, model.Revision, random.Next());
                watches.Add((watch, Task.Run(() => watch.RunAsync(end.Token))));
            }

            await WriteAsync(random, test, model);
            if (random.Next(500) == 0)
            {
                long revision = random.NextInt64(model.CompactRevision + 1, model.Revision + 1);
                await test.Store.CompactAsync(new CompactionRequest { Revision = revision });
                model.Compact(revision);
            }

            if (random.Next(2000) == 0)
            {
                var reclaim = new Command { Reclaim = new Reclaim { Revision = model.Revision } };
                await test.Store.Log.ProposeAsync(reclaim.ToByteArray(), default);
                model.Compact(model.Revision);
            }

            if (random.Next(50) == 0)
                await Task.Yield();
            watches[random.Next(1, watches.Count)].Watch.ReadOn();
        }

        foreach (var (watch, done) in watches)
        {
            watch.ReadToEnd(model.Revision);
            await done;
            watch.Check(model.History);
        }

        Assert.InRange(stuck.Compactions, 1, int.MaxValue);
        Assert.Equal(0, test.Machine.Replica.Watches.Count);
    }

    private static async Task WriteAsync(Random random, TestStore test, NaiveStore model)
    {
        string key = $"k{random.Next(20):d2}";
        switch (random.Next(10))
        {
            case 0:
                await test.Store.DeleteRangeAsync(Keys.Delete(key, key + "9"));
                model.Delete(key, key + "9");
                break;
            case 1:
                var puts = Enumerable.Range(0, 30)
                    .Select(i => (Key: $"k{i:d2}", Value: $"t{random.Next(100)}")).ToList();
                await test.Store.TxnAsync(
                    Keys.Txn([], puts.Select(put => Keys.Do(Keys.Put(put.Key, put.Value))), []));
                model.Change(edit => puts.ForEach(put => edit.Put(put.Key, put.Value)));
                break;
            default:
                string value = $"v{random.Next(1000)}";
                await test.Store.PutAsync(Keys.Put(key, value));
                model.Put(key, value);
                break;
        }
    }

    /// <summary>
    /// A watch with random options that reads when it is let, and begins again where history was cut.
    /// </summary>
    private sealed class CheckedWatch
    {
        private readonly IKeyValueStore _store;
        private readonly WatchCreateRequest _request;
        private readonly Channel<bool> _reads = Channel.CreateUnbounded<bool>();
        private readonly List<Event> _seen = [];
        private readonly List<(long From, long To)> _gaps = [];
        private readonly bool _eager;
        private readonly long _expectedFrom;
        private long _progress;
        private long _last = long.MaxValue;

        public CheckedWatch(IKeyValueStore store, long oldest, long newest, int seed)
        {
            var random = new Random(seed);
            _store = store;
            _eager = random.Next(3) == 0;
            bool single = random.Next(3) == 0;
            string key = $"k{random.Next(20):d2}";
            _expectedFrom = random.NextInt64(Math.Max(1, oldest), newest + 2);
            _request = new WatchCreateRequest
            {
                Key = Keys.Bytes(key),
                RangeEnd = Keys.Bytes(single ? "" : random.Next(2) == 0 ? "\0" : "k25"),
                StartRevision = _expectedFrom,
                PrevKv = random.Next(2) == 0,
                ProgressNotify = true,
            };
            if (random.Next(4) == 0)
                _request.Filters.Add(WatchCreateRequest.Types.FilterType.Noput);
            if (random.Next(4) == 0)
                _request.Filters.Add(WatchCreateRequest.Types.FilterType.Nodelete);
        }

        private CheckedWatch(IKeyValueStore store, WatchCreateRequest request)
        {
            _store = store;
            _request = request;
            _expectedFrom = request.StartRevision;
        }

        public int Compactions => _gaps.Count;

        public static CheckedWatch OfAllKeys(IKeyValueStore store) => new(store, new WatchCreateRequest
        {
            Key = Keys.Bytes("k"),
            RangeEnd = Keys.Bytes("\0"),
            StartRevision = 2,
            ProgressNotify = true,
            PrevKv = true,
        });

        public void ReadOn() => _reads.Writer.TryWrite(true);

        public void ReadToEnd(long revision)
        {
            Volatile.Write(ref _last, revision);
            _reads.Writer.TryComplete();
        }

        public async Task RunAsync(CancellationToken token)
        {
            var request = _request.Clone();
            while (await RunOnceAsync(request, token) is > 0 and var compacted)
            {
                _gaps.Add((request.StartRevision, compacted));
                request.StartRevision = compacted;
            }
        }

        /// <summary>Compares what was seen with what the model says, but for what compaction took.</summary>
        public void Check(List<(long Revision, Event Event)> history)
        {
            var expected = history
                .Where(one => one.Revision >= _expectedFrom && Wanted(one.Event))
                .Where(one => !_gaps.Exists(gap => one.Revision >= gap.From && one.Revision < gap.To))
                .Select(one => Keys.Text(Shape(one.Event)));
            Assert.Equal(expected, _seen.Select(Keys.Text));
            foreach (var made in _seen.Where(one => one.Type == Event.Types.EventType.Put))
                Assert.Equal(made.Kv.Version == 1, made.Kv.CreateRevision == made.Kv.ModRevision);
        }

        private async Task<long> RunOnceAsync(WatchCreateRequest request, CancellationToken token)
        {
            await foreach (var response in _store.WatchAsync(request, token))
            {
                if (response.Canceled)
                {
                    Assert.InRange(response.CompactRevision, request.StartRevision + 1, long.MaxValue);
                    return response.CompactRevision;
                }

                Take(response);
                if (response.Events.Count > 0)
                    request.StartRevision = response.Events[^1].Kv.ModRevision + 1;
                else if (!response.Created)
                    request.StartRevision = Math.Max(request.StartRevision, response.Header.Revision + 1);
                if (request.StartRevision > Volatile.Read(ref _last))
                    return 0;
                if (!_eager && await _reads.Reader.WaitToReadAsync(token))
                    _reads.Reader.TryRead(out _);
            }

            return 0;
        }

        private void Take(WatchResponse response)
        {
            if (response.Events.Count == 0)
            {
                if (!response.Created)
                    _progress = Math.Max(_progress, response.Header.Revision);
                return;
            }

            Assert.InRange(response.Events[0].Kv.ModRevision, _progress + 1, long.MaxValue);
            if (_seen.Count > 0)
                Assert.InRange(response.Events[0].Kv.ModRevision, _seen[^1].Kv.ModRevision + 1, long.MaxValue);
            _seen.AddRange(response.Events);
        }

        private bool Wanted(Event made)
        {
            string key = made.Kv.Key.ToStringUtf8(), from = _request.Key.ToStringUtf8();
            string to = _request.RangeEnd.ToStringUtf8();
            bool inRange = to.Length == 0 ? key == from
                : string.CompareOrdinal(key, from) >= 0 && (to == "\0" || string.CompareOrdinal(key, to) < 0);
            var filter = made.Type == Event.Types.EventType.Put
                ? WatchCreateRequest.Types.FilterType.Noput
                : WatchCreateRequest.Types.FilterType.Nodelete;
            return inRange && !_request.Filters.Contains(filter);
        }

        private Event Shape(Event made)
        {
            var shaped = made.Clone();
            if (!_request.PrevKv)
                shaped.PrevKv = null;
            return shaped;
        }
    }
}
