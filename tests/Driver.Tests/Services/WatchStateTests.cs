using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microkernel.Driver.V1;

namespace Microkernel.Driver.Tests.Services;

public sealed class WatchStateTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Watch_OperationEnds_SnapshotThenChangeThenBeat()
    {
        var agent = new RecordingAgent();
        await using var driver = await TestDriver.StartActiveAsync(agent);
        using var stream = Watch(driver, TimeSpan.FromMilliseconds(100));

        var snapshot = await NextAsync(stream);
        await driver.ExecuteAsync("op");
        var change = await NextAsync(stream, m => m.EventCase == WatchStateResponse.EventOneofCase.Resource);
        var beat = await NextAsync(stream, m => m.EventCase == WatchStateResponse.EventOneofCase.Beat);

        Assert.Equal(WatchStateResponse.EventOneofCase.Snapshot, snapshot.EventCase);
        Assert.Equal(snapshot.Sequence + 1, change.Sequence);
        Assert.Equal(("r1", ResourceState.Started), (change.Resource.Resource, change.Resource.State));
        Assert.Equal(change.Sequence, beat.Sequence);
    }

    [Fact]
    public async Task Watch_DriverStops_StreamEndsUnavailable()
    {
        var driver = await TestDriver.StartActiveAsync(new RecordingAgent());
        using var stream = Watch(driver, TimeSpan.FromSeconds(30));
        await NextAsync(stream);

        await driver.Host.StopAsync();

        await TestDriver.RefusedAsync(StatusCode.Unavailable, NextAsync(stream));
        await driver.DisposeAsync();
    }

    [Fact]
    public async Task Watch_ManyWritersAndReaders_NoGapAnywhere()
    {
        await using var driver = await TestDriver.StartActiveAsync(new RecordingAgent());
        using var first = Watch(driver, TimeSpan.FromMilliseconds(100));
        using var second = Watch(driver, TimeSpan.FromMilliseconds(100));
        var readers = new[] { ReadToAsync(first, 800), ReadToAsync(second, 800) };

        await Task.WhenAll(Enumerable.Range(0, 4).Select(w => Task.Run(() =>
        {
            for (var i = 0; i < 200; i++)
                driver.Host.State.Publish(new AttributeChange { Name = $"a{w}", Value = $"{i}" });
        })));

        await Task.WhenAll(readers);
    }

    [Theory]
    [InlineData(0.05)]
    [InlineData(61)]
    public async Task Watch_BeatOutOfRange_NamesTheField(double seconds)
    {
        await using var driver = await TestDriver.StartActiveAsync(new RecordingAgent());
        using var stream = Watch(driver, TimeSpan.FromSeconds(seconds));

        Assert.StartsWith(
            "beat_interval:", await TestDriver.RefusedAsync(StatusCode.InvalidArgument, NextAsync(stream)),
            StringComparison.Ordinal);
    }

    private static async Task ReadToAsync(AsyncServerStreamingCall<WatchStateResponse> stream, ulong last)
    {
        var sequence = (await NextAsync(stream)).Sequence;
        while (sequence < last)
        {
            var message = await NextAsync(stream);
            if (message.EventCase != WatchStateResponse.EventOneofCase.Beat)
                sequence++;
            Assert.Equal(sequence, message.Sequence);
        }
    }

    private static AsyncServerStreamingCall<WatchStateResponse> Watch(TestDriver driver, TimeSpan beat) =>
        driver.Driver.WatchState(new WatchStateRequest { BeatInterval = beat.ToDuration() }, cancellationToken: Cancel);

    private static async Task<WatchStateResponse> NextAsync(
        AsyncServerStreamingCall<WatchStateResponse> stream, Func<WatchStateResponse, bool>? wanted = null)
    {
        do
            Assert.True(await stream.ResponseStream.MoveNext(Cancel), "the stream ended");
        while (wanted is not null && !wanted(stream.ResponseStream.Current));
        return stream.ResponseStream.Current;
    }
}
