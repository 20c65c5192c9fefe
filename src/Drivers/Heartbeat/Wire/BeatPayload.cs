using System.Buffers.Binary;

namespace Microkernel.Drivers.Heartbeat.Wire;

/// <summary>The sealed part of a datagram: the beat's numbers, then its names. What follows them is ignored.</summary>
/// <remarks>
/// Layout, big endian: flags (2), core epoch (8), sent (8, microseconds), interval (4, microseconds), lateness
/// (4, microseconds), echoed instance (16), echoed sent (8), held (4, microseconds), names. To a group, the echo is
/// zero and a count (1) follows the names, then as many echoes.
/// </remarks>
internal static class BeatPayload
{
    /// <summary>Length of the part before the names, in bytes.</summary>
    public const int FixedLength = 54;

    /// <summary>Length of an echo in bytes.</summary>
    public const int EchoLength = 28;

    private const int EchoAt = FixedLength - EchoLength;

    /// <summary>Writes the payload of a beat to a group and returns its length in bytes.</summary>
    public static int Write(Span<byte> payload, in Beat beat, BeatNames names, IReadOnlyList<BeatEcho> echoes)
    {
        var length = Write(payload, beat, names);
        payload[length++] = (byte)echoes.Count;
        foreach (var echo in echoes)
        {
            Write(payload[length..], echo);
            length += EchoLength;
        }
        return length;
    }

    /// <summary>Finds the echo for an instance behind the names; default when there is none.</summary>
    public static BeatEcho FindEcho(ReadOnlySpan<byte> behindNames, UInt128 instance)
    {
        if (behindNames.IsEmpty)
            return default;
        var rest = behindNames[1..];
        for (var i = 0; i < behindNames[0] && rest.Length >= EchoLength; i++, rest = rest[EchoLength..])
        {
            if (TryReadEcho(rest, out var echo) && echo.Instance == instance)
                return echo;
        }
        return default;
    }

    /// <summary>Writes the payload and returns its length in bytes.</summary>
    public static int Write(Span<byte> payload, in Beat beat, BeatNames names)
    {
        BinaryPrimitives.WriteUInt16BigEndian(payload, (ushort)beat.Flags);
        BinaryPrimitives.WriteUInt64BigEndian(payload[2..], beat.CoreEpoch);
        BinaryPrimitives.WriteUInt64BigEndian(payload[10..], (ulong)Microseconds(beat.Sent));
        BinaryPrimitives.WriteUInt32BigEndian(payload[18..], Microseconds32(beat.Interval));
        BinaryPrimitives.WriteUInt32BigEndian(payload[22..], Microseconds32(beat.Lateness));
        Write(payload[EchoAt..], beat.Echo);
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
        if (sent > LongestMicroseconds || !TryReadEcho(payload[EchoAt..], out var echo))
            return false;
        beat = new Beat(
            (BeatFlags)BinaryPrimitives.ReadUInt16BigEndian(payload),
            BinaryPrimitives.ReadUInt64BigEndian(payload[2..]),
            FromMicroseconds(sent),
            FromMicroseconds(BinaryPrimitives.ReadUInt32BigEndian(payload[18..])),
            FromMicroseconds(BinaryPrimitives.ReadUInt32BigEndian(payload[22..])),
            echo);
        names = payload[FixedLength..];
        return true;
    }

    private static void Write(Span<byte> target, in BeatEcho echo)
    {
        BinaryPrimitives.WriteUInt128BigEndian(target, echo.Instance);
        BinaryPrimitives.WriteUInt64BigEndian(target[16..], (ulong)Microseconds(echo.Sent));
        BinaryPrimitives.WriteUInt32BigEndian(target[24..], Microseconds32(echo.Held));
    }

    private static bool TryReadEcho(ReadOnlySpan<byte> source, out BeatEcho echo)
    {
        var sent = BinaryPrimitives.ReadUInt64BigEndian(source[16..]);
        echo = sent > LongestMicroseconds
            ? default
            : new BeatEcho(BinaryPrimitives.ReadUInt128BigEndian(source), FromMicroseconds(sent),
                FromMicroseconds(BinaryPrimitives.ReadUInt32BigEndian(source[24..])));
        return sent <= LongestMicroseconds;
    }

    // A thousand years: far from the end of TimeSpan, so that no sum of two times overflows.
    private const ulong LongestMicroseconds = 31_557_600_000_000_000;

    private static long Microseconds(TimeSpan time) => Math.Max(0, time.Ticks / TimeSpan.TicksPerMicrosecond);

    private static uint Microseconds32(TimeSpan time) => (uint)Math.Min(Microseconds(time), uint.MaxValue);

    private static TimeSpan FromMicroseconds(ulong microseconds) =>
        new((long)microseconds * TimeSpan.TicksPerMicrosecond);
}
