using System.Buffers.Binary;
using System.Numerics;

namespace Microkernel.Consensus.Storage;

/// <summary>
/// CRC-32C (Castagnoli; RFC 3720, section 12.1), with the processor's own instruction where it has one.
/// </summary>
internal static class Checksum
{
    /// <summary>Computes the checksum of bytes that follow others; the seed is the checksum of those, or 0.</summary>
    public static uint Compute(ReadOnlySpan<byte> bytes, uint seed = 0)
    {
        var crc = ~seed;
        while (bytes.Length >= sizeof(ulong))
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            bytes = bytes[sizeof(ulong)..];
        }

        foreach (var value in bytes)
        {
            crc = BitOperations.Crc32C(crc, value);
        }

        return ~crc;
    }
}
