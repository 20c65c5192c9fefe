using System.Buffers.Binary;

namespace Microkernel.Consensus.Storage;

/// <summary>
/// The layout of a segment. A segment begins with a header of 64 bytes: magic (8), segment number (8), number of its
/// first frame (8), nonce (4), checksum of the foregoing (4), zeros. Frames follow, each at a multiple of 8 bytes:
/// magic (4), payload length (4), frame number (8), checksum of the payload (4), checksum of the foregoing (4),
/// payload, zeros up to a multiple of 8. All numbers are little-endian. Checksums of frames are seeded with the nonce,
/// so that what a recycled file held before, or bytes inside a payload, never look like a frame.
/// </summary>
internal static class FrameFormat
{
    public const int SegmentHeaderBytes = 64;
    public const int FrameHeaderBytes = 24;
    public const int Alignment = 8;

    private const ulong SegmentMagic = 0x31304C41574B4D00; // "\0MKWAL01"
    private const uint FrameMagic = 0x4D46524B;

    public static int FrameBytes(int payloadLength) =>
        (FrameHeaderBytes + payloadLength + Alignment - 1) / Alignment * Alignment;

    public static void WriteSegmentHeader(Span<byte> target, SegmentHeader header)
    {
        target[..SegmentHeaderBytes].Clear();
        BinaryPrimitives.WriteUInt64LittleEndian(target, SegmentMagic);
        BinaryPrimitives.WriteUInt64LittleEndian(target[8..], header.Number);
        BinaryPrimitives.WriteUInt64LittleEndian(target[16..], header.FirstFrame);
        BinaryPrimitives.WriteUInt32LittleEndian(target[24..], header.Nonce);
        BinaryPrimitives.WriteUInt32LittleEndian(target[28..], Checksum.Compute(target[..28]));
    }

    public static bool TryReadSegmentHeader(ReadOnlySpan<byte> source, out SegmentHeader header)
    {
        header = default;
        if (source.Length < SegmentHeaderBytes
            || BinaryPrimitives.ReadUInt64LittleEndian(source) != SegmentMagic
            || BinaryPrimitives.ReadUInt32LittleEndian(source[28..]) != Checksum.Compute(source[..28]))
        {
            return false;
        }

        header = new SegmentHeader(
            BinaryPrimitives.ReadUInt64LittleEndian(source[8..]),
            BinaryPrimitives.ReadUInt64LittleEndian(source[16..]),
            BinaryPrimitives.ReadUInt32LittleEndian(source[24..]));
        return true;
    }

    /// <summary>Completes a frame whose payload is already in place.</summary>
    public static void WriteFrameHeader(Span<byte> frame, int payloadLength, ulong number, uint nonce)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(frame, FrameMagic);
        BinaryPrimitives.WriteInt32LittleEndian(frame[4..], payloadLength);
        BinaryPrimitives.WriteUInt64LittleEndian(frame[8..], number);
        var payload = frame.Slice(FrameHeaderBytes, payloadLength);
        BinaryPrimitives.WriteUInt32LittleEndian(frame[16..], Checksum.Compute(payload, nonce));
        BinaryPrimitives.WriteUInt32LittleEndian(frame[20..], Checksum.Compute(frame[..20], nonce));
    }

    /// <summary>Reads the header of the frame at the start of the bytes; false if it is not whole.</summary>
    public static bool TryReadFrameHeader(ReadOnlySpan<byte> source, uint nonce, out FrameHeader header)
    {
        header = default;
        if (source.Length < FrameHeaderBytes
            || BinaryPrimitives.ReadUInt32LittleEndian(source) != FrameMagic
            || BinaryPrimitives.ReadUInt32LittleEndian(source[20..]) != Checksum.Compute(source[..20], nonce))
        {
            return false;
        }

        header = new FrameHeader(
            BinaryPrimitives.ReadUInt64LittleEndian(source[8..]), BinaryPrimitives.ReadInt32LittleEndian(source[4..]));
        return header.PayloadLength >= 0;
    }

    /// <summary>Reads the frame at the start of the bytes; false if there is none that is whole.</summary>
    public static bool TryReadFrame(ReadOnlySpan<byte> source, uint nonce, out ulong number, out int payloadLength)
    {
        var isHeader = TryReadFrameHeader(source, nonce, out var header);
        (number, payloadLength) = (header.Number, header.PayloadLength);
        return isHeader
            && payloadLength <= source.Length - FrameHeaderBytes
            && BinaryPrimitives.ReadUInt32LittleEndian(source[16..])
                == Checksum.Compute(source.Slice(FrameHeaderBytes, payloadLength), nonce);
    }
}

/// <summary>What a frame says of itself before its payload.</summary>
/// <param name="Number">The frame's place among all that the log ever had, from 1.</param>
/// <param name="PayloadLength">Bytes of the payload.</param>
internal readonly record struct FrameHeader(ulong Number, int PayloadLength);

/// <summary>The header of a segment.</summary>
/// <param name="Number">The segment's place among all that the log ever had, from 1.</param>
/// <param name="FirstFrame">The number of its first frame.</param>
/// <param name="Nonce">Random; seeds the checksums of its frames.</param>
internal readonly record struct SegmentHeader(ulong Number, ulong FirstFrame, uint Nonce);
