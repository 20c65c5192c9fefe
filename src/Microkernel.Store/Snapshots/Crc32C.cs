using System.Buffers.Binary;
using System.Numerics;

namespace Microkernel.Store.Snapshots;

/// <summary>The CRC-32C checksum (Castagnoli, RFC 3720 appendix B.4), in hardware where there is any.</summary>
internal static class Crc32C
{
    /// <summary>Computes the checksum of some bytes, or continues one.</summary>
    public static uint Of(ReadOnlySpan<byte> data, uint before = 0)
    {
        uint crc = ~before;
        while (data.Length >= sizeof(ulong))
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(data));
            data = data[sizeof(ulong)..];
        }

        foreach (byte value in data)
            crc = BitOperations.Crc32C(crc, value);
        return ~crc;
    }
}
