using Compat.Tests.Kestrel;
using Compat.Tests.Peer;

namespace Compat.Tests.FromPeer;

/// <summary>Compressed messages from gRPC's C core to our Kestrel server and back.</summary>
public sealed class PeerCompressionTests(PeerServer peer)
{
    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    public async Task Compression_BothWays_IsUsedOncePerMessage(string encoding)
    {
        var compression = CountingCompression.Of(encoding);
        await using var server = await KestrelServer.StartAsync(options =>
        {
            options.CompressionProviders.Clear();
            options.CompressionProviders.Add(compression);
            options.ResponseCompressionAlgorithm = encoding;
        });

        var seen = await PeerCalls.RunAsync(peer, server.Target, "compressed", encoding);

        Assert.Equal("again and ".Length * 1000, seen.GetProperty("length").GetInt32());
        Assert.Equal((1, 1), (compression.Decompressed, compression.Compressed));
    }
}
