using Etcdserverpb;

namespace Microkernel.Store.Tests.Contract;

public abstract partial class KeyValueStoreContract
{
    private static readonly TimeSpan WatchDeadline = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Watch_FromNow_ReportsWhatComes()
    {
        await Store.PutAsync(Keys.Put(_prefix + "a", "before"));
        await using var watch = Watch(request => request.PrevKv = true);
        await watch.CreatedAsync();
        await Store.PutAsync(Keys.Put(_prefix + "a", "1"));
        await Store.PutAsync(Keys.Put(_prefix[..^1], "outside"));
        await Store.DeleteRangeAsync(Keys.Delete(_prefix + "a"));
        Assert.Equal("PUT a=1 was before", await watch.NextAsync());
        Assert.Equal("DELETE a= was 1", await watch.NextAsync());
    }

    [Fact]
    public async Task Watch_FromThePast_ReportsHistoryThenWhatComes()
    {
        var first = await Store.PutAsync(Keys.Put(_prefix + "a", "1"));
        for (int i = 2; i <= 1500; i++)
            await Store.PutAsync(Keys.Put(_prefix + "a", $"{i}"));
        await using var watch = Watch(request => request.StartRevision = first.Header.Revision);
        for (int i = 1; i <= 1500; i++)
            Assert.Equal($"PUT a={i}", await watch.NextAsync());
        await Store.PutAsync(Keys.Put(_prefix + "a", "now"));
        Assert.Equal("PUT a=now", await watch.NextAsync());
    }

    [Fact]
    public async Task Watch_Transaction_ArrivesWhole()
    {
        await using var watch = Watch(_ => { });
        await watch.CreatedAsync();
        var puts = Enumerable.Range(0, 100).Select(i => Keys.Do(Keys.Put($"{_prefix}{i:d3}", "v")));
        await Store.TxnAsync(Keys.Txn([], puts, []));
        var response = await watch.ResponseAsync();
        Assert.Equal(100, response.Events.Count);
        Assert.Equal(response.Events.Select(one => one.Kv.Key.ToStringUtf8()).Order(StringComparer.Ordinal),
            response.Events.Select(one => one.Kv.Key.ToStringUtf8()));
    }

    [Fact]
    public async Task Watch_Filters_LeaveOut()
    {
        await using var puts = Watch(request => request.Filters.Add(WatchCreateRequest.Types.FilterType.Nodelete));
        await using var deletions = Watch(request => request.Filters.Add(WatchCreateRequest.Types.FilterType.Noput));
        await puts.CreatedAsync();
        await deletions.CreatedAsync();
        await Store.PutAsync(Keys.Put(_prefix + "a", "1"));
        await Store.DeleteRangeAsync(Keys.Delete(_prefix + "a"));
        await Store.PutAsync(Keys.Put(_prefix + "a", "2"));
        await Store.DeleteRangeAsync(Keys.Delete(_prefix + "a"));
        Assert.Equal(["PUT a=1", "PUT a=2"], [await puts.NextAsync(), await puts.NextAsync()]);
        Assert.Equal(["DELETE a=", "DELETE a="], [await deletions.NextAsync(), await deletions.NextAsync()]);
    }

    [Fact]
    public async Task Watch_CompactedRevision_EndsWithCompactRevision()
    {
        var first = await Store.PutAsync(Keys.Put(_prefix + "a", "1"));
        await Store.PutAsync(Keys.Put(_prefix + "a", "2"));
        var third = await Store.PutAsync(Keys.Put(_prefix + "a", "3"));
        await Store.CompactAsync(new CompactionRequest { Revision = third.Header.Revision });
        await using var watch = Watch(request => request.StartRevision = first.Header.Revision);
        await watch.CreatedAsync();
        var end = await watch.ResponseAsync();
        Assert.True(end.Canceled);
        Assert.InRange(end.CompactRevision, third.Header.Revision, long.MaxValue);
        await using var resumed = Watch(request => request.StartRevision = third.Header.Revision);
        Assert.Equal("PUT a=3", await resumed.NextAsync());
    }

    [Fact]
    public async Task Watch_FutureRevision_WaitsForIt()
    {
        var now = await Store.PutAsync(Keys.Put(_prefix + "a", "0"));
        await using var watch = Watch(request => request.StartRevision = now.Header.Revision + 3);
        await watch.CreatedAsync();
        long last = now.Header.Revision;
        while (last < now.Header.Revision + 3)
            last = (await Store.PutAsync(Keys.Put(_prefix + "a", "later"))).Header.Revision;
        var response = await watch.ResponseAsync();
        Assert.InRange(response.Events[0].Kv.ModRevision, now.Header.Revision + 3, long.MaxValue);
    }

    private WatchProbe Watch(Action<WatchCreateRequest> options)
    {
        var request = new WatchCreateRequest { Key = Keys.Bytes(_prefix), RangeEnd = Keys.Bytes(End) };
        options(request);
        return new WatchProbe(Store, request, _prefix);
    }

    /// <summary>Reads a watch event by event.</summary>
    private sealed class WatchProbe : IAsyncDisposable
    {
        private readonly CancellationTokenSource _end = new(WatchDeadline);
        private readonly Queue<string> _events = new();
        private readonly IAsyncEnumerator<WatchResponse> _responses;
        private readonly string _prefix;

        public WatchProbe(IKeyValueStore store, WatchCreateRequest request, string prefix)
        {
            _prefix = prefix;
            _responses = store.WatchAsync(request, _end.Token).GetAsyncEnumerator(_end.Token);
        }

        public async Task CreatedAsync() => Assert.True((await RawAsync()).Created);

        /// <summary>Returns the next response, but for the first one.</summary>
        public async Task<WatchResponse> ResponseAsync()
        {
            var response = await RawAsync();
            return response.Created ? await RawAsync() : response;
        }

        public async Task<string> NextAsync()
        {
            while (_events.Count == 0)
            {
                foreach (var made in (await ResponseAsync()).Events)
                {
                    string text = Keys.Text(made).Replace(_prefix, "", StringComparison.Ordinal);
                    _events.Enqueue(text.Replace($"@{made.Kv.ModRevision}", "", StringComparison.Ordinal));
                }
            }

            return _events.Dequeue();
        }

        public async ValueTask DisposeAsync()
        {
            await _end.CancelAsync();
            await _responses.DisposeAsync();
            _end.Dispose();
        }

        private async Task<WatchResponse> RawAsync()
        {
            Assert.True(await _responses.MoveNextAsync(), "The watch has ended.");
            return _responses.Current;
        }
    }
}
