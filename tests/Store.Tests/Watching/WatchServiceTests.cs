using Etcdserverpb;
using Grpc.Core;
using Grpc.Net.Client;

namespace Microkernel.Store.Tests.Watching;

/// <summary>Several watches on one gRPC stream.</summary>
public sealed class WatchServiceTests(EtcdServer server) : IClassFixture<EtcdServer>, IAsyncLifetime
{
    private readonly GrpcChannel _channel = GrpcChannel.ForAddress("http://" + server.Endpoint);
    private readonly CancellationTokenSource _end = new(TimeSpan.FromSeconds(30));
    private AsyncDuplexStreamingCall<WatchRequest, WatchResponse> _call = null!;

    public ValueTask InitializeAsync()
    {
        _call = new Watch.WatchClient(_channel).Watch(cancellationToken: _end.Token);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _call.Dispose();
        _channel.Dispose();
        _end.Dispose();
    }

    [Fact]
    public async Task Create_SeveralWatches_AreToldApartByNumber()
    {
        Assert.Equal(0, (await CreateAsync("ids/a")).WatchId);
        Assert.Equal(7, (await CreateAsync("ids/b", request => request.WatchId = 7)).WatchId);
        Assert.Equal(1, (await CreateAsync("ids/c")).WatchId);
        var twice = await CreateAsync("ids/d", request => request.WatchId = 7);
        Assert.Equal((-1, true, true), (twice.WatchId, twice.Created, twice.Canceled));
        Assert.Contains("duplicate watch ID", twice.CancelReason, StringComparison.Ordinal);
        await server.Store.PutAsync(Keys.Put("ids/b", "1"));
        Assert.Equal(7, (await NextAsync()).WatchId);
    }

    [Fact]
    public async Task Cancel_OneWatch_OthersGoOn()
    {
        await CreateAsync("cancel/a");
        await CreateAsync("cancel/a");
        await SendAsync(new WatchRequest { CancelRequest = new WatchCancelRequest { WatchId = 0 } });
        var canceled = await NextAsync();
        Assert.Equal((0, true), (canceled.WatchId, canceled.Canceled));
        await server.Store.PutAsync(Keys.Put("cancel/a", "1"));
        Assert.Equal(1, (await NextAsync()).WatchId);
        await server.Store.PutAsync(Keys.Put("cancel/a", "2"));
        Assert.Equal(1, (await NextAsync()).WatchId);
    }

    [Fact]
    public async Task Progress_AfterEvents_SaysHowFarAllAre()
    {
        await CreateAsync("progress/a");
        await CreateAsync("progress/none");
        var put = await server.Store.PutAsync(Keys.Put("progress/a", "1"));
        await NextAsync();
        await SendAsync(new WatchRequest { ProgressRequest = new WatchProgressRequest() });
        var progress = await NextAsync();
        Assert.Equal((-1, 0), (progress.WatchId, progress.Events.Count));
        Assert.InRange(progress.Header.Revision, put.Header.Revision, long.MaxValue);
    }

    [Fact]
    public async Task ProgressNotify_QuietWatch_IsToldFromTimeToTime()
    {
        var created = await CreateAsync("quiet/a", request => request.ProgressNotify = true);
        var progress = await NextAsync();
        Assert.Empty(progress.Events);
        Assert.InRange(progress.Header.Revision, created.Header.Revision, long.MaxValue);
    }

    [Fact]
    public async Task Fragment_LargeRevision_ComesInPieces()
    {
        await CreateAsync("large/", request =>
        {
            request.RangeEnd = Keys.Bytes("large0");
            request.Fragment = true;
            request.PrevKv = true;
        });
        var value = new string('v', 10_000);
        var puts = Enumerable.Range(0, 100).Select(i => Keys.Do(Keys.Put($"large/{i:d3}", value))).ToList();
        await server.Store.TxnAsync(Keys.Txn([], puts, []));
        Assert.False((await NextAsync()).Fragment);
        await server.Store.TxnAsync(Keys.Txn([], puts, []));
        var first = await NextAsync();
        var second = await NextAsync();
        Assert.Equal((true, false), (first.Fragment, second.Fragment));
        Assert.Equal(100, first.Events.Count + second.Events.Count);
    }

    [Fact]
    public async Task Create_EmptyRange_IsRefused()
    {
        var refused = await CreateAsync("b", request => request.RangeEnd = Keys.Bytes("a"));
        Assert.Equal((-1, true), (refused.WatchId, refused.Canceled));
    }

    [Fact]
    public async Task Client_AsksNoMore_StreamEnds()
    {
        await CreateAsync("end/a");
        await _call.RequestStream.CompleteAsync();
        Assert.False(await _call.ResponseStream.MoveNext(_end.Token));
    }

    private async Task<WatchResponse> CreateAsync(string key, Action<WatchCreateRequest>? options = null)
    {
        var request = new WatchCreateRequest { Key = Keys.Bytes(key) };
        options?.Invoke(request);
        await SendAsync(new WatchRequest { CreateRequest = request });
        return await NextAsync();
    }

    private Task SendAsync(WatchRequest request) => _call.RequestStream.WriteAsync(request, _end.Token);

    private async Task<WatchResponse> NextAsync()
    {
        Assert.True(await _call.ResponseStream.MoveNext(_end.Token), "The stream has ended.");
        return _call.ResponseStream.Current;
    }
}
