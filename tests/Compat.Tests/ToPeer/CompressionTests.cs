using Compat.Tests.Peer;
using Compat.Tests.Protos;
using Grpc.Core;

namespace Compat.Tests.ToPeer;

/// <summary>Compressed messages between our client and gRPC's C core.</summary>
public sealed class CompressionTests(PeerServer peer)
{
    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    public async Task Compression_BothWays_IsUsedOncePerMessage(string encoding)
    {
        var compression = CountingCompression.Of(encoding);
        using var channel = peer.OpenChannel(options => options.CompressionProviders = [compression]);
        var client = new ExchangeService.ExchangeServiceClient(channel);
        var text = string.Concat(Enumerable.Repeat("again and ", 1000));

        var response = await client.EchoAsync(
            new EchoRequest { Text = text, ResponseEncoding = encoding },
            new Metadata { { "grpc-internal-encoding-request", encoding } },
            cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(text, response.Text);
        Assert.Equal((1, 1), (compression.Compressed, compression.Decompressed));
    }

    [Fact]
    public async Task Compression_SwitchedOffForAWrite_IsNotUsed()
    {
        var compression = CountingCompression.Of("gzip");
        using var channel = peer.OpenChannel(options => options.CompressionProviders = [compression]);
        var client = new ExchangeService.ExchangeServiceClient(channel);
        var options = new CallOptions(
            new Metadata { { "grpc-internal-encoding-request", "gzip" } },
            writeOptions: new WriteOptions(WriteFlags.NoCompress),
            cancellationToken: TestContext.Current.CancellationToken);

        await client.EchoAsync(new EchoRequest { Text = "as it is" }, options);

        Assert.Equal(0, compression.Compressed);
    }
}
