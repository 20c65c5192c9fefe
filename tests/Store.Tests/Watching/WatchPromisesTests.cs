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
        private readonly WatchRecord _record;
        private readonly Channel<bool> _reads = Channel.CreateUnbounded<bool>();
        private readonly bool _eager;
        private long _last = long.MaxValue;

        public CheckedWatch(IKeyValueStore store, long oldest, long newest, int seed)
        {
            var random = new Random(seed);
            _store = store;
            _eager = random.Next(3) == 0;
            _record = new WatchRecord(
                RandomWatches.From(random.NextInt64(Math.Max(1, oldest), newest + 2), random));
        }

        private CheckedWatch(IKeyValueStore store, WatchCreateRequest request)
        {
            _store = store;
            _record = new WatchRecord(request);
        }

        public int Compactions => _record.Compactions;

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
            while (await RunOnceAsync(token))
            {
            }
        }

        public void Check(List<(long Revision, Event Event)> history) => _record.Check(history);

        /// <summary>Returns whether the watch was cut off and has to begin again.</summary>
        private async Task<bool> RunOnceAsync(CancellationToken token)
        {
            await foreach (var response in _store.WatchAsync(_record.Resume(), token))
            {
                if (response.Canceled)
                {
                    _record.Compacted(response.CompactRevision);
                    return true;
                }

                if (response.Events.Count > 0)
                    _record.Take(response.Events);
                else if (!response.Created)
                    _record.Progress(response.Header.Revision);
                if (_record.Next > Volatile.Read(ref _last))
                    return false;
                if (!_eager && await _reads.Reader.WaitToReadAsync(token))
                    _reads.Reader.TryRead(out _);
            }

            return false;
        }
    }
}
