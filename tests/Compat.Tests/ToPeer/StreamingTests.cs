using Compat.Tests.Peer;
using Compat.Tests.Protos;
using Grpc.Core;

namespace Compat.Tests.ToPeer;

/// <summary>Streams between our client and gRPC's C core.</summary>
public sealed class StreamingTests(PeerServer peer)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ClientStreaming_HundredRequests_ReturnsTheirSum()
    {
        using var channel = peer.OpenChannel();
        using var call = new ExchangeService.ExchangeServiceClient(channel).Sum(cancellationToken: Stop);

        for (var number = 1; number <= 100; number++)
        {
            await call.RequestStream.WriteAsync(new SumRequest { Number = number }, Stop);
        }

        await call.RequestStream.CompleteAsync();

        Assert.Equal(5050, (await call).Sum);
        Assert.Equal(Status.DefaultSuccess, call.GetStatus());
    }

    [Fact]
    public async Task ServerStreaming_HundredResponses_ArriveInOrder()
    {
        using var channel = peer.OpenChannel();
        var client = new ExchangeService.ExchangeServiceClient(channel);
        using var call = client.Count(new CountRequest { Limit = 100 }, cancellationToken: Stop);

        var numbers = new List<int>();
        await foreach (var response in call.ResponseStream.ReadAllAsync(Stop))
        {
            numbers.Add(response.Number);
        }

        Assert.Equal(Enumerable.Range(1, 100), numbers);
        Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
    }

    [Fact]
    public async Task DuplexStreaming_TurnByTurn_AnswersEach()
    {
        using var channel = peer.OpenChannel();
        using var call = new ExchangeService.ExchangeServiceClient(channel).Chat(cancellationToken: Stop);

        foreach (var text in new[] { "one", "two", "three" })
        {
            await call.RequestStream.WriteAsync(new ChatRequest { Text = text }, Stop);
            Assert.True(await call.ResponseStream.MoveNext(Stop));
            Assert.Equal(text.ToUpperInvariant(), call.ResponseStream.Current.Text);
        }

        await call.RequestStream.CompleteAsync();
        Assert.False(await call.ResponseStream.MoveNext(Stop));
    }

    [Fact]
    public async Task GetStatus_BeforeTheEnd_IsRefused()
    {
        using var channel = peer.OpenChannel();
        using var call = new ExchangeService.ExchangeServiceClient(channel).Chat(cancellationToken: Stop);

        Assert.Throws<InvalidOperationException>(() => call.GetStatus());
        Assert.Throws<InvalidOperationException>(() => call.GetTrailers());
    }
}
