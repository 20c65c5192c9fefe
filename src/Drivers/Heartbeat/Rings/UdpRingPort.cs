using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Microkernel.Drivers.Heartbeat.Rings;

/// <summary>A UDP port bound to exactly one address, and to a group beside it; never to another.</summary>
internal sealed class UdpRingPort : IRingPort
{
    private const int IPv4Length = 16;
    private const int IPv6Length = 28;

    // Linux numbers them so on every architecture that .NET runs on.
    private const ushort FamilyIPv4 = 2;
    private const ushort FamilyIPv6 = 10;

    private readonly IPEndPoint _local;
    private readonly UdpSocket _own;
    private readonly UdpSocket? _group;

    /// <summary>Binds the address and joins the group.</summary>
    /// <exception cref="SocketException">The address cannot be bound, or the group not joined.</exception>
    public UdpRingPort(IPEndPoint local, MulticastSettings? multicast = null)
    {
        _local = local;
        var membership = multicast is null ? null : new MulticastMembership(multicast, local.Address);
        _own = new UdpSocket(local, membership is null ? null : membership.PrepareToSend);
        try
        {
            _group = membership is null
                ? null
                : new UdpSocket(new IPEndPoint(multicast!.Group, local.Port), membership.Join);
        }
        catch (SocketException)
        {
            _own.Dispose();
            throw;
        }
    }

    /// <summary>The descriptors, to wait on.</summary>
    public IEnumerable<int> Descriptors => _group is null ? [_own.Descriptor] : [_own.Descriptor, _group.Descriptor];

    /// <inheritdoc/>
    public byte[] Encode(IPAddress address)
    {
        var isIPv4 = address.AddressFamily == AddressFamily.InterNetwork;
        var encoded = new byte[isIPv4 ? IPv4Length : IPv6Length];
        BinaryPrimitives.WriteUInt16BigEndian(encoded.AsSpan(2), (ushort)_local.Port);
        MemoryMarshal.Write(encoded, isIPv4 ? FamilyIPv4 : FamilyIPv6);
        address.TryWriteBytes(encoded.AsSpan(isIPv4 ? 4 : 8), out _);
        if (address.IsIPv6LinkLocal)
        {
            // The peer is on the link of our own address.
            MemoryMarshal.Write(encoded.AsSpan(24), (uint)_local.Address.ScopeId);
        }
        return encoded;
    }

    /// <inheritdoc/>
    public int Send(ReadOnlySpan<byte> datagram, ReadOnlySpan<byte> encodedAddress) =>
        _own.Send(datagram, encodedAddress);

    /// <inheritdoc/>
    public bool TryReceive(Span<byte> buffer, out int length, out RingAddress source) =>
        _own.TryReceive(buffer, out length, out source)
        || (_group is not null && _group.TryReceive(buffer, out length, out source));

    /// <inheritdoc/>
    public void Dispose()
    {
        _group?.Dispose();
        _own.Dispose();
    }
}
