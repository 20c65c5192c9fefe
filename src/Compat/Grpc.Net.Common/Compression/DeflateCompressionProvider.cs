using System.IO.Compression;

namespace Grpc.Net.Compression;

/// <summary>Compresses in the encoding <c>deflate</c>, which means the zlib format (RFC 1950) as in HTTP.</summary>
public sealed class DeflateCompressionProvider : ICompressionProvider
{
    private readonly CompressionLevel _defaultLevel;

    /// <summary>Creates a provider with the level to use where a call names none.</summary>
    public DeflateCompressionProvider(CompressionLevel defaultCompressionLevel) =>
        _defaultLevel = defaultCompressionLevel;

    /// <inheritdoc />
    public string EncodingName => "deflate";

    /// <inheritdoc />
    public Stream CreateCompressionStream(Stream stream, CompressionLevel? compressionLevel) =>
        new ZLibStream(stream, compressionLevel ?? _defaultLevel, leaveOpen: true);

    /// <inheritdoc />
    public Stream CreateDecompressionStream(Stream stream) =>
        new ZLibStream(stream, CompressionMode.Decompress, leaveOpen: true);
}
