using System.Collections.Concurrent;
using Compat.Tests.Kestrel;
using Compat.Tests.Peer;

namespace Compat.Tests.FromPeer;

/// <summary>Interceptors before our Kestrel server's handlers.</summary>
public sealed class ServerInterceptorTests(PeerServer peer)
{
    [Fact]
    public async Task ServerInterceptor_EveryKindOfCall_StandsBeforeTheHandler()
    {
        var seen = new ConcurrentQueue<string>();
        await using var server = await KestrelServer.StartAsync(
            options => options.Interceptors.Add<CountingInterceptor>(seen));

        var unary = await PeerCalls.RunAsync(peer, server.Target, "unary");
        await PeerCalls.RunAsync(peer, server.Target, "client_streaming");
        await PeerCalls.RunAsync(peer, server.Target, "server_streaming");
        await PeerCalls.RunAsync(peer, server.Target, "duplex");

        Assert.Equal("unary", unary.GetProperty("trailers").GetProperty("x-intercepted").GetString());
        Assert.Equal(
            [
                "unary /compat.tests.ExchangeService/Echo",
                "client streaming /compat.tests.ExchangeService/Sum",
                "server streaming /compat.tests.ExchangeService/Count",
                "duplex streaming /compat.tests.ExchangeService/Chat",
            ],
            seen);
    }
}
