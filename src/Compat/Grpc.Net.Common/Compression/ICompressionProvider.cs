using System.IO.Compression;

namespace Grpc.Net.Compression;

/// <summary>Compresses messages in one encoding.</summary>
public interface ICompressionProvider
{
    /// <summary>Gets the name of the encoding on the wire, such as <c>gzip</c>.</summary>
    string EncodingName { get; }

    /// <summary>Creates a stream that compresses what is written to it; null means the provider's own level.</summary>
    Stream CreateCompressionStream(Stream stream, CompressionLevel? compressionLevel);

    /// <summary>Creates a stream from which the original can be read.</summary>
    Stream CreateDecompressionStream(Stream stream);
}
