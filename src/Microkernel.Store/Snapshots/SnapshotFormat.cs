namespace Microkernel.Store.Snapshots;

/// <summary>
/// The form of a snapshot: eight bytes that name it, then blocks. A block is its length and its CRC-32C, both 32 bits
/// little endian, then that many bytes: whole records, each after its length as a varint.
/// </summary>
internal static class SnapshotFormat
{
    /// <summary>The number in the header.</summary>
    public const uint Version = 1;

    /// <summary>The size from which on a block is closed, in bytes.</summary>
    public const int BlockSize = 64 * 1024;

    /// <summary>The largest block that a reader takes, in bytes: far above the largest record.</summary>
    public const int BlockSizeMax = 64 * 1024 * 1024;

    /// <summary>Size of what stands before a block's bytes.</summary>
    public const int BlockHeaderSize = 8;

    public static ReadOnlySpan<byte> Magic => "MKSTORE1"u8;
}
