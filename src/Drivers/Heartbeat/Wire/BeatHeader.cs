using System.Buffers.Binary;

namespace Microkernel.Drivers.Heartbeat.Wire;

/// <summary>The clear part of a datagram; it is authenticated together with the sealed part.</summary>
/// <remarks>
/// Layout, big endian: "MK", version (1 byte), zero (1), key id (4), sender instance (16), link (4), sequence (8).
/// Link and sequence are the nonce of AES-GCM. They never repeat within an instance, and each instance seals with
/// a key of its own (see <see cref="InstanceCiphers"/>), so a nonce is never used twice under one key.
/// </remarks>
/// <param name="KeyId">Id of the key from which the sender's own key is derived.</param>
/// <param name="Instance">Random, new at each start of the sender's driver.</param>
/// <param name="Link">Number of the sender's link (ring and peer), unique within the instance.</param>
/// <param name="Sequence">Rises by one with each datagram of the link, from 1.</param>
internal readonly record struct BeatHeader(uint KeyId, UInt128 Instance, uint Link, ulong Sequence)
{
    /// <summary>The version of the datagram format that this driver speaks.</summary>
    public const byte CurrentVersion = 1;

    /// <summary>Length in bytes.</summary>
    public const int Length = 36;

    /// <summary>Length of the nonce in bytes (NIST SP 800-38D, 8.2.1: the deterministic construction).</summary>
    public const int NonceLength = 12;

    private const ushort Magic = 0x4D4B;

    /// <summary>Writes the header to the first <see cref="Length"/> bytes.</summary>
    public void Write(Span<byte> datagram)
    {
        BinaryPrimitives.WriteUInt16BigEndian(datagram, Magic);
        datagram[2] = CurrentVersion;
        datagram[3] = 0;
        BinaryPrimitives.WriteUInt32BigEndian(datagram[4..], KeyId);
        BinaryPrimitives.WriteUInt128BigEndian(datagram[8..], Instance);
        BinaryPrimitives.WriteUInt32BigEndian(datagram[24..], Link);
        BinaryPrimitives.WriteUInt64BigEndian(datagram[28..], Sequence);
    }

    /// <summary>Reads a header; <paramref name="version"/> is set whenever the datagram is one of ours.</summary>
    public static bool TryRead(ReadOnlySpan<byte> datagram, out BeatHeader header, out byte version)
    {
        header = default;
        version = 0;
        if (datagram.Length < 4 || BinaryPrimitives.ReadUInt16BigEndian(datagram) != Magic)
            return false;
        version = datagram[2];
        if (version != CurrentVersion || datagram.Length < Length)
            return false;
        header = new BeatHeader(
            BinaryPrimitives.ReadUInt32BigEndian(datagram[4..]),
            BinaryPrimitives.ReadUInt128BigEndian(datagram[8..]),
            BinaryPrimitives.ReadUInt32BigEndian(datagram[24..]),
            BinaryPrimitives.ReadUInt64BigEndian(datagram[28..]));
        return true;
    }
}
