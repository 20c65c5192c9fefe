using System.Text;

namespace Microkernel.Drivers.Heartbeat.Wire;

/// <summary>The four names that address a beat, encoded once: each a length byte and UTF-8.</summary>
internal sealed class BeatNames
{
    /// <summary>Longest name in bytes.</summary>
    public const int LongestName = 253;

    private readonly byte[] _cluster;
    private readonly byte[] _sender;
    private readonly byte[] _receiver;
    private readonly byte[] _ring;
    private readonly byte[] _encoded;

    /// <summary>Encodes names of at most <see cref="LongestName"/> bytes each.</summary>
    public BeatNames(string cluster, string sender, string receiver, string ring)
    {
        _cluster = Encoding.UTF8.GetBytes(cluster);
        _sender = Encoding.UTF8.GetBytes(sender);
        _receiver = Encoding.UTF8.GetBytes(receiver);
        _ring = Encoding.UTF8.GetBytes(ring);
        _encoded = [.. Prefixed(_cluster), .. Prefixed(_sender), .. Prefixed(_receiver), .. Prefixed(_ring)];
    }

    /// <summary>The names of a beat to all members of a ring: no receiver is named.</summary>
    public static BeatNames ToGroup(string cluster, string sender, string ring) => new(cluster, sender, "", ring);

    /// <summary>The four names as they stand in a beat.</summary>
    public ReadOnlySpan<byte> Encoded => _encoded;

    /// <summary>Compares names that were received with these; returns the first that differs, or none.</summary>
    public DropReason? Compare(ReadOnlySpan<byte> received)
    {
        if (received.StartsWith(_encoded))
            return null;
        if (!TryTake(ref received, out var cluster) || !TryTake(ref received, out var sender)
            || !TryTake(ref received, out var receiver) || !TryTake(ref received, out var ring))
            return DropReason.Malformed;
        if (!cluster.SequenceEqual(_cluster))
            return DropReason.OtherCluster;
        if (!sender.SequenceEqual(_sender))
            return DropReason.OtherSender;
        return receiver.SequenceEqual(_receiver) && !ring.SequenceEqual(_ring)
            ? DropReason.OtherRing
            : DropReason.OtherReceiver;
    }

    private static byte[] Prefixed(byte[] name)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(name.Length, LongestName);
        return [(byte)name.Length, .. name];
    }

    private static bool TryTake(ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> name)
    {
        name = default;
        if (rest.IsEmpty || rest.Length < 1 + rest[0])
            return false;
        name = rest.Slice(1, rest[0]);
        rest = rest[(1 + rest[0])..];
        return true;
    }
}
