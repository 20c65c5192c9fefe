using System.Diagnostics;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microkernel.Driver.V1;

namespace Microkernel.Conformance.Sections;

/// <summary>What changes by itself.</summary>
internal static class StateStreamChecks
{
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(200);

    // A beat on a busy machine; a driver that does not beat at all takes for ever.
    private static readonly TimeSpan Late = TimeSpan.FromSeconds(3);

    public static IReadOnlyList<Check> All { get; } = new CheckList("State stream")
        .Add("Each stream begins with a snapshot, which has the driver's health.", async s =>
        {
            foreach (var attempt in (string[])["first", "second"])
            {
                using var stream = Open(s, Beat);
                var first = await NextAsync(s, stream);
                Expect.That(
                    first.Snapshot is { Health.State: not Health.Types.State.Unspecified },
                        $"a snapshot with health, on the {attempt} stream",
                    first.EventCase);
            }
        })
        .Add("A beat, or a change, comes at least every beat interval.", async s =>
        {
            using var stream = Open(s, Beat);
            await NextAsync(s, stream);
            var waited = Stopwatch.StartNew();
            for (var i = 0; i < 5; i++)
            {
                waited.Restart();
                await NextAsync(s, stream);
                Expect.That(waited.Elapsed < Beat + Late, $"a message within {Beat.TotalMilliseconds} ms",
                    $"{waited.ElapsedMilliseconds} ms");
            }
        })
        .Add("Sequence numbers have no gap: a change carries the last number and one, a beat the last.", async s =>
        {
            using var stream = Open(s, Beat);
            var last = (await NextAsync(s, stream)).Sequence;
            for (var i = 0; i < 8; i++)
            {
                var message = await NextAsync(s, stream);
                var expected = message.EventCase == WatchStateResponse.EventOneofCase.Beat ? last : last + 1;
                Expect.That(
                    message.Sequence == expected && message.EventCase is not (WatchStateResponse.EventOneofCase.None
                        or WatchStateResponse.EventOneofCase.Snapshot),
                    $"number {expected}, no second snapshot", $"{message.EventCase} with number {message.Sequence}");
                last = message.Sequence;
            }
        })
        .Add("Each message says when the driver saw it.", async s =>
        {
            using var stream = Open(s, Beat);
            var message = await NextAsync(s, stream);
            Expect.That(message.Time is not null && message.Time.Seconds > 0, "a time", message.Time);
        })
        .Add("A beat interval out of range is refused by that field's name.", async s =>
        {
            foreach (var interval in (TimeSpan[])[TimeSpan.FromMilliseconds(1), TimeSpan.FromHours(1)])
            {
                using var stream = Open(s, interval);
                try
                {
                    await stream.ResponseStream.MoveNext(s.Cancel);
                    throw new CheckFailedException($"expected the refusal INVALID_ARGUMENT of {interval}, got a "
                        + $"stream");
                }
                catch (RpcException e)
                {
                    Expect.That(
                        e.StatusCode == StatusCode.InvalidArgument
                            && e.Status.Detail.Contains("beat_interval", StringComparison.Ordinal),
                        "INVALID_ARGUMENT that names beat_interval", $"{Expect.Name(e.StatusCode)}: {e.Status.Detail}");
                }
            }
        }, "WatchState INVALID_ARGUMENT")
        .Checks;

    public static AsyncServerStreamingCall<WatchStateResponse> Open(Subject s, TimeSpan beat) => s.Driver.WatchState(
        new WatchStateRequest { BeatInterval = beat.ToDuration() }, deadline: s.Later, cancellationToken: s.Cancel);

    public static async Task<WatchStateResponse> NextAsync(Subject s,
        AsyncServerStreamingCall<WatchStateResponse> stream)
    {
        Expect.That(await stream.ResponseStream.MoveNext(s.Cancel), "a message", "the end of the stream");
        return stream.ResponseStream.Current;
    }
}
