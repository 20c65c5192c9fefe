using Compat.Tests.Peer;
using Compat.Tests.Protos;
using Grpc.Core;
using Grpc.Core.Interceptors;

namespace Compat.Tests.ToPeer;

/// <summary>Interceptors before our client's calls.</summary>
public sealed class ClientInterceptorTests(PeerServer peer)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Interceptors_EveryKindOfCall_AreAskedInTheGivenOrder()
    {
        var seen = new List<string>();
        using var channel = peer.OpenChannel();
        var client = new ExchangeService.ExchangeServiceClient(
            channel.Intercept(new RecordingInterceptor("first", seen), new RecordingInterceptor("second", seen)));

        client.Echo(new EchoRequest(), cancellationToken: Stop);
        await client.EchoAsync(new EchoRequest(), cancellationToken: Stop);
        using (var sum = client.Sum(cancellationToken: Stop))
        {
            await sum.RequestStream.WriteAsync(new SumRequest { Number = 1 }, Stop);
            await sum.RequestStream.CompleteAsync();
            Assert.Equal(1, (await sum).Sum);
        }

        using (var count = client.Count(new CountRequest { Limit = 3 }, cancellationToken: Stop))
        {
            Assert.Equal(3, await count.ResponseStream.ReadAllAsync(Stop).CountAsync(Stop));
        }

        using (var chat = client.Chat(cancellationToken: Stop))
        {
            await chat.RequestStream.CompleteAsync();
            Assert.False(await chat.ResponseStream.MoveNext(Stop));
        }

        string[] calls =
            ["blocking Echo", "unary Echo", "client streaming Sum", "server streaming Count", "duplex Chat"];
        Assert.Equal(calls.SelectMany(call => new[] { $"first: {call}", $"second: {call}" }), seen);
    }

    [Fact]
    public async Task HeaderFunction_AddingAHeader_SendsIt()
    {
        using var channel = peer.OpenChannel();
        var client = new ExchangeService.ExchangeServiceClient(
            channel.Intercept(headers => [.. headers, new Metadata.Entry("x-ascii", "added")]));

        using var call = client.EchoAsync(new EchoRequest(), cancellationToken: Stop);

        Assert.Equal("added", (await call.ResponseHeadersAsync).GetValue("x-ascii"));
    }
}
