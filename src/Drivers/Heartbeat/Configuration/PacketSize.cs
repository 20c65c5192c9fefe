using System.Net.Sockets;
using Microkernel.Driver;
using Microkernel.Drivers.Heartbeat.Engine;
using Microkernel.Drivers.Heartbeat.Rings;
using Microkernel.Drivers.Heartbeat.Wire;

namespace Microkernel.Drivers.Heartbeat.Configuration;

/// <summary>Checks that a beat fits into a packet of its ring: a fragment more is a chance more to lose it.</summary>
internal static class PacketSize
{
    private const int Largest = 9000;

    // What each host must take (RFC 791, 3.1; RFC 8200, 5).
    private const int SmallestIPv4 = 576;
    private const int SmallestIPv6 = 1280;

    /// <summary>Reads the largest packet, in bytes.</summary>
    /// <exception cref="Grpc.Core.RpcException">It is out of range.</exception>
    public static int Read(string field, uint value, AddressFamily family)
    {
        if (value == 0)
            return RingSettings.DefaultMtu;
        var smallest = family == AddressFamily.InterNetwork ? SmallestIPv4 : SmallestIPv6;
        if (value < smallest || value > Largest)
            throw DriverErrors.Invalid(field, value, $"{smallest} to {Largest} bytes, or 0 for 1500");
        return (int)value;
    }

    /// <summary>Checks that the longest beat fits.</summary>
    /// <exception cref="Grpc.Core.RpcException">It does not: the names are too long for the ring's packets.</exception>
    public static void Check(string field, RingSettings ring, string cluster, string node)
    {
        var fits = ring.Multicast is null
            ? ring.Members.All(member => LengthOf(new BeatNames(cluster, node, member.Node, ring.Name))
                <= ring.LongestDatagram)
            : RingGroup.MostEchoesIn(ring.LongestDatagram, BeatNames.ToGroup(cluster, node, ring.Name)) > 0;
        if (!fits)
            throw DriverErrors.Invalid(
                $"{field}.mtu", ring.Mtu, "more bytes, or shorter names of cluster, nodes and ring: "
                + "a beat does not fit");
    }

    private static int LengthOf(BeatNames names) =>
        BeatHeader.Length + BeatPayload.FixedLength + names.Encoded.Length + InstanceCiphers.TagLength;
}
