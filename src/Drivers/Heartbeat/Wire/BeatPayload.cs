using System.Buffers.Binary;

namespace Microkernel.Drivers.Heartbeat.Wire;

/// <summary>The sealed part of a datagram: the beat's numbers, then its names. What follows them is ignored.</summary>
/// <remarks>
/// Layout, big endian: flags (2), core epoch (8), sent (8, microseconds), interval (4, microseconds), lateness
/// (4, microseconds), echoed instance (16), echoed sent (8), held (4, microseconds), names.
/// </remarks>
internal static class BeatPayload
{
    /// <summary>Length of the part before the names, in bytes.</summary>
    public const int FixedLength = 54;

    /// <summary>Writes the payload and returns its length in bytes.</summary>
    public static int Write(Span<byte> payload, in Beat beat, BeatNames names)
    {
        BinaryPrimitives.WriteUInt16BigEndian(payload, (ushort)beat.Flags);
        BinaryPrimitives.WriteUInt64BigEndian(payload[2..], beat.CoreEpoch);
        BinaryPrimitives.WriteUInt64BigEndian(payload[10..], (ulong)Microseconds(beat.Sent));
        BinaryPrimitives.WriteUInt32BigEndian(payload[18..], Microseconds32(beat.Interval));
        BinaryPrimitives.WriteUInt32BigEndian(payload[22..], Microseconds32(beat.Lateness));
        BinaryPrimitives.WriteUInt128BigEndian(payload[26..], beat.Echo.Instance);
        BinaryPrimitives.WriteUInt64BigEndian(payload[42..], (ulong)Microseconds(beat.Echo.Sent));
        BinaryPrimitives.WriteUInt32BigEndian(payload[50..], Microseconds32(beat.Echo.Held));
        names.Encoded.CopyTo(payload[FixedLength..]);
        return FixedLength + names.Encoded.Length;
    }

    /// <summary>Reads the numbers; the names are what is left.</summary>
    public static bool TryRead(ReadOnlySpan<byte> payload, out Beat beat, out ReadOnlySpan<byte> names)
    {
        beat = default;
        names = default;
        if (payload.Length < FixedLength)
            return false;
        var sent = BinaryPrimitives.ReadUInt64BigEndian(payload[10..]);
        var echoedSent = BinaryPrimitives.ReadUInt64BigEndian(payload[42..]);
        if (sent > LongestMicroseconds || echoedSent > LongestMicroseconds)
            return false;
        beat = new Beat(
            (BeatFlags)BinaryPrimitives.ReadUInt16BigEndian(payload),
            BinaryPrimitives.ReadUInt64BigEndian(payload[2..]),
            FromMicroseconds(sent),
            FromMicroseconds(BinaryPrimitives.ReadUInt32BigEndian(payload[18..])),
            FromMicroseconds(BinaryPrimitives.ReadUInt32BigEndian(payload[22..])),
            new BeatEcho(
                BinaryPrimitives.ReadUInt128BigEndian(payload[26..]),
                FromMicroseconds(echoedSent),
                FromMicroseconds(BinaryPrimitives.ReadUInt32BigEndian(payload[50..]))));
        names = payload[FixedLength..];
        return true;
    }

    // A thousand years: far from the end of TimeSpan, so that no sum of two times overflows.
    private const ulong LongestMicroseconds = 31_557_600_000_000_000;

    private static long Microseconds(TimeSpan time) => Math.Max(0, time.Ticks / TimeSpan.TicksPerMicrosecond);

    private static uint Microseconds32(TimeSpan time) => (uint)Math.Min(Microseconds(time), uint.MaxValue);

    private static TimeSpan FromMicroseconds(ulong microseconds) =>
        new((long)microseconds * TimeSpan.TicksPerMicrosecond);
}
