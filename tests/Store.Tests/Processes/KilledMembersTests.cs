using System.Collections.Concurrent;
using System.Globalization;
using Etcdserverpb;
using Grpc.Core;
using Microkernel.Store.External;
using Microkernel.Store.Tests.Watching;
using Mvccpb;

namespace Microkernel.Store.Tests.Processes;

/// <summary>
/// The nine promises and every acknowledged write, against real processes under kill -9. KILL_SECONDS=N makes it longer
/// than the 12 seconds that it takes by default.
/// </summary>
public sealed class KilledMembersTests
{
    private const int Writers = 4;
    private const int Watches = 8;
    private const string EndKey = "k99/end";

    private readonly Random _random = new(1);

    [Fact]
    public async Task Members_KilledInTurns_WatchesKeepTheirPromisesAndNothingIsLost()
    {
        int seconds = int.TryParse(
            Environment.GetEnvironmentVariable("KILL_SECONDS"), CultureInfo.InvariantCulture, out int longer)
            ? longer
            : 12;
        await using var members = new StoreProcesses();
        for (int member = 0; member < members.Count; member++)
            members.Start(member);
        await using var first = Client(members, 0);
        await UntilPutAsync(first, "k00/first");

        using var end = new CancellationTokenSource();
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(seconds + 90));
        var acknowledged = new ConcurrentDictionary<string, long>();
        var writing = Enumerable.Range(0, Writers)
            .Select(i => Task.Run(() => WriteAsync(members, i, acknowledged, end.Token))).ToList();
        var records = Enumerable.Range(0, Watches).Select(_ => new WatchRecord(Request())).ToList();
        var watching = records.Select((record, i) => Task.Run(() => WatchAsync(members, i, record, deadline.Token)))
            .ToList();
        await KillInTurnsAsync(members, TimeSpan.FromSeconds(seconds));
        await end.CancelAsync();
        await Task.WhenAll(writing);
        await UntilPutAsync(first, EndKey);
        await Task.WhenAll(watching);

        var history = await HistoryAsync(first, deadline.Token);
        foreach (var record in records)
            record.Check(history);
        var puts = history.ToDictionary(
            one => one.Event.Kv.Key.ToStringUtf8() + "=" + one.Event.Kv.Value.ToStringUtf8(), one => one.Revision);
        foreach (var (put, revision) in acknowledged)
            Assert.Equal(revision, puts.GetValueOrDefault(put));
        Assert.InRange(acknowledged.Count, 100, int.MaxValue);
        CheckPreviousValues(history);
    }

    private static EtcdKeyValueStore Client(StoreProcesses members, int start)
    {
        var options = EtcdStoreOptions.Parse("etcd://" + members.Endpoints);
        options.WatchRetryDelay = TimeSpan.FromMilliseconds(20);
        options.RequestTimeout = TimeSpan.FromSeconds(3);
        // Not all of them at the same member.
        var rotated = options.Endpoints.Skip(start).Concat(options.Endpoints.Take(start)).ToList();
        options.Endpoints.Clear();
        rotated.ForEach(options.Endpoints.Add);
        return new EtcdKeyValueStore(options);
    }

    private static async Task UntilPutAsync(EtcdKeyValueStore store, string key) => await Wait.UntilAsync(
        async () =>
        {
            try
            {
                await store.PutAsync(Keys.Put(key, Guid.NewGuid().ToString()));
                return true;
            }
            catch (RpcException)
            {
                return false;
            }
        },
        $"a put of {key}");

    private static async Task WriteAsync(
        StoreProcesses members, int writer, ConcurrentDictionary<string, long> acknowledged, CancellationToken end)
    {
        await using var store = Client(members, writer % members.Count);
        var random = new Random(writer);
        for (int i = 0; !end.IsCancellationRequested; i++)
        {
            string key = $"k{random.Next(20):d2}", value = $"{writer}/{i}";
            try
            {
                // Each value is written once, so that what is found tells who put it.
                var put = await store.PutAsync(Keys.Put(key, value), CancellationToken.None);
                acknowledged[key + "=" + value] = put.Header.Revision;
            }
            catch (RpcException)
            {
                // It may or may not have been done: then either is right.
                await Task.Delay(10, CancellationToken.None);
            }
        }
    }

    private static async Task WatchAsync(
        StoreProcesses members, int number, WatchRecord record, CancellationToken deadline)
    {
        var random = new Random(number);
        await using var store = Client(members, number % members.Count);
        while (true)
        {
            // Now and then the client gives its watch up and resumes it by hand.
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(deadline);
            patience.CancelAfter(TimeSpan.FromMilliseconds(random.Next(500, 4000)));
            try
            {
                await foreach (var response in store.WatchAsync(record.Resume(), patience.Token))
                {
                    Assert.False(response.Canceled, response.CancelReason);
                    if (response.Events.Count > 0)
                        record.Take(response.Events);
                    if (response.Events.Any(one => one.Kv.Key.ToStringUtf8() == EndKey))
                        return;
                }
            }
            catch (OperationCanceledException)
            {
                deadline.ThrowIfCancellationRequested();
            }
        }
    }

    private static async Task<List<(long Revision, Event Event)>> HistoryAsync(
        EtcdKeyValueStore store, CancellationToken deadline)
    {
        var history = new List<(long Revision, Event Event)>();
        var request = new WatchCreateRequest
        {
            Key = Keys.Bytes("k"),
            RangeEnd = Keys.Bytes("l"),
            StartRevision = 1,
            PrevKv = true,
        };
        await foreach (var response in store.WatchAsync(request, deadline))
        {
            history.AddRange(response.Events.Select(one => (one.Kv.ModRevision, one)));
            if (response.Events.Any(one => one.Kv.Key.ToStringUtf8() == EndKey))
                break;
        }

        return history;
    }

    private static void CheckPreviousValues(List<(long Revision, Event Event)> history)
    {
        var values = new Dictionary<string, KeyValue>();
        foreach (var (_, change) in history)
        {
            string key = change.Kv.Key.ToStringUtf8();
            Assert.Equal(values.GetValueOrDefault(key), change.PrevKv);
            Assert.Equal((values.GetValueOrDefault(key)?.Version ?? 0) + 1, change.Kv.Version);
            values[key] = change.Kv;
        }
    }

    /// <summary>A watch of some keys and of the last one, which ends it.</summary>
    private WatchCreateRequest Request() => new()
    {
        Key = Keys.Bytes($"k{_random.Next(20):d2}"),
        RangeEnd = Keys.Bytes("l"),
        StartRevision = 1,
        PrevKv = _random.Next(2) == 0,
    };

    private async Task KillInTurnsAsync(StoreProcesses members, TimeSpan duration)
    {
        using var end = new CancellationTokenSource(duration);
        while (!end.IsCancellationRequested)
        {
            int member = _random.Next(members.Count);
            await Task.Delay(_random.Next(400, 1500), CancellationToken.None);
            await members.KillAsync(member);
            await Task.Delay(_random.Next(0, 800), CancellationToken.None);
            members.Start(member);
        }
    }
}
