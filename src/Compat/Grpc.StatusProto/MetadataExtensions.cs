using Google.Protobuf;

namespace Grpc.Core;

/// <summary>Puts error details into trailers and reads them.</summary>
public static class MetadataExtensions
{
    /// <summary>The trailer in which all languages carry error details.</summary>
    public const string StatusDetailsTrailerName = "grpc-status-details-bin";

    /// <summary>Returns the error details in the trailers, or null.</summary>
    /// <param name="metadata">The trailers of a call.</param>
    /// <param name="ignoreParseError">Whether details that cannot be read count as absent.</param>
    /// <exception cref="InvalidProtocolBufferException">The details cannot be read.</exception>
    public static Google.Rpc.Status? GetRpcStatus(this Metadata metadata, bool ignoreParseError = false)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        if (metadata.Get(StatusDetailsTrailerName) is not { } entry)
        {
            return null;
        }

        try
        {
            return Google.Rpc.Status.Parser.ParseFrom(entry.ValueBytes);
        }
        catch (InvalidProtocolBufferException) when (ignoreParseError)
        {
            return null;
        }
    }

    /// <summary>Puts error details into the trailers, in place of any that are there.</summary>
    public static void SetRpcStatus(this Metadata metadata, Google.Rpc.Status status)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        ArgumentNullException.ThrowIfNull(status);
        foreach (var entry in metadata.GetAll(StatusDetailsTrailerName).ToList())
        {
            metadata.Remove(entry);
        }

        metadata.Add(StatusDetailsTrailerName, status.ToByteArray());
    }
}
