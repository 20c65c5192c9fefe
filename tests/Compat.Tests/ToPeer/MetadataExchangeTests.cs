using Compat.Tests.Peer;
using Compat.Tests.Protos;
using Google.Rpc;
using Grpc.Core;
using Status = Grpc.Core.Status;

namespace Compat.Tests.ToPeer;

/// <summary>Headers, trailers and credentials between our client and gRPC's C core.</summary>
public sealed class MetadataExchangeTests(PeerServer peer)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Metadata_TextAndBinary_ComesBackInHeadersAndTrailers()
    {
        using var channel = peer.OpenChannel();
        var client = new ExchangeService.ExchangeServiceClient(channel);
        byte[] bytes = [.. Enumerable.Range(0, 256).Select(value => (byte)value)];
        var sent = new Metadata { { "X-Ascii", "plain text" }, { "x-bytes-bin", bytes } };

        using var call = client.EchoAsync(new EchoRequest(), sent, cancellationToken: Stop);
        var headers = await call.ResponseHeadersAsync;
        await call;
        var trailers = call.GetTrailers();

        Assert.Equal("plain text", headers.GetValue("x-ascii"));
        Assert.Equal(bytes, headers.GetValueBytes("x-bytes-bin"));
        Assert.Equal("plain text", trailers.GetValue("t-ascii"));
        Assert.Equal(bytes, trailers.GetValueBytes("t-bytes-bin"));
    }

    [Fact]
    public async Task StatusDetails_SentByThePeer_AreUnpacked()
    {
        using var channel = peer.OpenChannel();
        var client = new ExchangeService.ExchangeServiceClient(channel);
        var request = new EchoRequest { Text = "not quorate", StatusCode = (int)StatusCode.FailedPrecondition };

        var failure = await Assert.ThrowsAsync<RpcException>(
            async () => await client.EchoAsync(request, cancellationToken: Stop));
        var details = failure.GetRpcStatus();

        Assert.Equal(new Status(StatusCode.FailedPrecondition, "not quorate"), failure.Status);
        Assert.NotNull(details);
        Assert.Equal((9, "not quorate"), (details.Code, details.Message));
        Assert.Equal("not quorate", details.GetDetail<ErrorInfo>()?.Reason);
        Assert.Equal("text", details.GetDetail<BadRequest>()?.FieldViolations.Single().Field);
        Assert.Null(details.GetDetail<RetryInfo>());
        Assert.Collection(
            details.UnpackDetailMessages(),
            message => Assert.IsType<ErrorInfo>(message),
            message => Assert.IsType<BadRequest>(message));
    }

    [Theory]
    [InlineData(StatusCode.NotFound)]
    [InlineData(StatusCode.DataLoss)]
    [InlineData(StatusCode.Unauthenticated)]
    public async Task StatusCode_SentByThePeer_KeepsItsMeaning(StatusCode code)
    {
        using var channel = peer.OpenChannel();
        var client = new ExchangeService.ExchangeServiceClient(channel);

        var failure = await Assert.ThrowsAsync<RpcException>(async () => await client.EchoAsync(
            new EchoRequest { StatusCode = (int)code }, cancellationToken: Stop));

        Assert.Equal(code, failure.StatusCode);
    }

    [Fact]
    public async Task CallCredentials_ComposedWithTheChannel_AddTheirHeaders()
    {
        var credentials = CallCredentials.Compose(
            CallCredentials.FromInterceptor((_, metadata) => Add(metadata, "x-ascii", "from credentials")),
            CallCredentials.FromInterceptor((_, metadata) => Add(metadata, "x-bytes-bin", null)));
        using var channel = peer.OpenChannel(options =>
        {
            options.Credentials = ChannelCredentials.Create(ChannelCredentials.Insecure, credentials);
            options.UnsafeUseInsecureChannelCallCredentials = true;
        });
        var client = new ExchangeService.ExchangeServiceClient(channel);

        using var call = client.EchoAsync(new EchoRequest(), cancellationToken: Stop);
        var headers = await call.ResponseHeadersAsync;

        Assert.Equal("from credentials", headers.GetValue("x-ascii"));
        Assert.Equal([1, 2, 3], headers.GetValueBytes("x-bytes-bin"));
    }

    private static Task Add(Metadata metadata, string key, string? text)
    {
        metadata.Add(text is null ? new Metadata.Entry(key, [1, 2, 3]) : new Metadata.Entry(key, text));
        return Task.CompletedTask;
    }
}
