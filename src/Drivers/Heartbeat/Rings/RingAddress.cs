using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Microkernel.Drivers.Heartbeat.Rings;

/// <summary>An IPv4 or IPv6 address as a number, so that looking one up allocates nothing.</summary>
/// <param name="Value">The IPv6 address, or the IPv4 address in its mapped form (::ffff:a.b.c.d).</param>
internal readonly record struct RingAddress(UInt128 Value)
{
    private const ulong MappedPrefix = 0xFFFF_0000_0000;

    /// <summary>Takes an IPv4 address as it stands in a packet, read big endian.</summary>
    public static RingAddress FromIPv4(uint address) => new((UInt128)(MappedPrefix | address));

    /// <summary>Takes an IPv6 address of 16 bytes.</summary>
    public static RingAddress FromIPv6(ReadOnlySpan<byte> address) =>
        new(BinaryPrimitives.ReadUInt128BigEndian(address));

    /// <summary>Takes an address; the scope of a link-local one is left to the socket.</summary>
    public static RingAddress From(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out _);
        return address.AddressFamily == AddressFamily.InterNetwork
            ? FromIPv4(BinaryPrimitives.ReadUInt32BigEndian(bytes))
            : FromIPv6(bytes);
    }
}
