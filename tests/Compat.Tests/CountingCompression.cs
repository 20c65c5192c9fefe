using System.IO.Compression;
using Grpc.Net.Compression;

namespace Compat.Tests;

/// <summary>Counts how often an encoding was really used.</summary>
internal sealed class CountingCompression(ICompressionProvider inner) : ICompressionProvider
{
    private int _compressed;
    private int _decompressed;

    /// <summary>Gets the number of messages that were compressed.</summary>
    public int Compressed => _compressed;

    /// <summary>Gets the number of messages that were decompressed.</summary>
    public int Decompressed => _decompressed;

    public string EncodingName => inner.EncodingName;

    /// <summary>Counts over gzip or deflate.</summary>
    public static CountingCompression Of(string encoding) => new(encoding switch
    {
        "gzip" => new GzipCompressionProvider(CompressionLevel.Fastest),
        "deflate" => new DeflateCompressionProvider(CompressionLevel.Fastest),
        _ => throw new ArgumentOutOfRangeException(nameof(encoding), encoding, "Known are gzip and deflate."),
    });

    public Stream CreateCompressionStream(Stream stream, CompressionLevel? compressionLevel)
    {
        Interlocked.Increment(ref _compressed);
        return inner.CreateCompressionStream(stream, compressionLevel);
    }

    public Stream CreateDecompressionStream(Stream stream)
    {
        Interlocked.Increment(ref _decompressed);
        return inner.CreateDecompressionStream(stream);
    }
}
