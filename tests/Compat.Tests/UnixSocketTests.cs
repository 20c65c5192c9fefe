using Compat.Tests.Kestrel;
using Compat.Tests.Protos;
using Grpc.Core;

namespace Compat.Tests;

/// <summary>Our client and our server over a Unix socket, the way drivers are reached.</summary>
public sealed class UnixSocketTests
{
    [Fact]
    public async Task UnixSocket_StreamAndFailure_CrossIt()
    {
        var stop = TestContext.Current.CancellationToken;
        await using var server = await KestrelServer.StartAsync();
        using var channel = UnixChannel.Open(server.Socket);
        var client = new ExchangeService.ExchangeServiceClient(channel);

        using var count = client.Count(new CountRequest { Limit = 10 }, cancellationToken: stop);
        var failure = await Assert.ThrowsAsync<RpcException>(async () => await client.EchoAsync(
            new EchoRequest { StatusCode = (int)StatusCode.Aborted, Text = "no" }, cancellationToken: stop));

        Assert.Equal(10, await count.ResponseStream.ReadAllAsync(stop).CountAsync(stop));
        Assert.Equal(new Status(StatusCode.Aborted, "no"), failure.Status);
        Assert.Equal("no", failure.GetRpcStatus()?.Message);
    }

    [Fact]
    public async Task UnixSocket_NobodyListening_IsUnavailable()
    {
        using var channel = UnixChannel.Open(Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()));
        var client = new ExchangeService.ExchangeServiceClient(channel);

        var failure = await Assert.ThrowsAsync<RpcException>(async () => await client.EchoAsync(
            new EchoRequest(), cancellationToken: TestContext.Current.CancellationToken));

        Assert.Equal(StatusCode.Unavailable, failure.StatusCode);
    }
}
