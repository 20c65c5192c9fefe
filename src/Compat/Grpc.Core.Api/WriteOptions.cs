namespace Grpc.Core;

/// <summary>Options of a write.</summary>
public class WriteOptions
{
    /// <summary>No flags.</summary>
    public static readonly WriteOptions Default = new();

    /// <summary>Creates options with flags.</summary>
    public WriteOptions(WriteFlags flags = default) => Flags = flags;

    /// <summary>Gets the flags.</summary>
    public WriteFlags Flags { get; }
}
