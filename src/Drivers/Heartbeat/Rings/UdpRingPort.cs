using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microkernel.Drivers.Heartbeat.Platform;

namespace Microkernel.Drivers.Heartbeat.Rings;

/// <summary>A UDP socket bound to exactly one address: it never falls back to another.</summary>
/// <remarks>
/// Calls recvfrom(2) and sendto(2) itself: <see cref="Socket"/> throws when nothing waits and when a network is down,
/// and here both are everyday.
/// </remarks>
internal sealed class UdpRingPort : IRingPort
{
    private const int IPv4Length = 16;
    private const int IPv6Length = 28;
    private const int SolSocket = 1;
    private const int SoReuseAddress = 2;

    // DSCP CS6, network control (RFC 4594, 3.2): before what else fills the line.
    private const int TypeOfService = 0xC0;

    // Linux numbers them so on every architecture that .NET runs on.
    private const ushort FamilyIPv4 = 2;
    private const ushort FamilyIPv6 = 10;

    private readonly Socket _socket;
    private readonly IPEndPoint _local;
    private readonly nint _descriptor;

    /// <summary>Binds the address.</summary>
    /// <exception cref="SocketException">It cannot be bound.</exception>
    public UdpRingPort(IPEndPoint local)
    {
        _local = local;
        _socket = new Socket(local.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            // The driver that takes over binds beside the one that leaves; the kernel gives datagrams to the newest.
            _socket.SetRawSocketOption(SolSocket, SoReuseAddress, BitConverter.GetBytes(1));
            if (local.AddressFamily == AddressFamily.InterNetwork)
                _socket.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.TypeOfService, TypeOfService);
            _socket.Bind(local);
        }
        catch (SocketException)
        {
            _socket.Dispose();
            throw;
        }
        _descriptor = _socket.Handle;
    }

    /// <summary>The descriptor, to wait on.</summary>
    public int Descriptor => (int)_descriptor;

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
    public unsafe int Send(ReadOnlySpan<byte> datagram, ReadOnlySpan<byte> encodedAddress)
    {
        fixed (byte* data = datagram)
        fixed (byte* address = encodedAddress)
        {
            var sent = NativeMethods.SendTo(_descriptor, data, (nuint)datagram.Length, NativeMethods.MsgDontWait,
                address, (uint)encodedAddress.Length);
            return sent >= 0 ? 0 : Marshal.GetLastPInvokeError();
        }
    }

    /// <inheritdoc/>
    public unsafe bool TryReceive(Span<byte> buffer, out int length, out RingAddress source)
    {
        source = default;
        Span<byte> from = stackalloc byte[IPv6Length];
        nint received;
        fixed (byte* data = buffer)
        fixed (byte* address = from)
        {
            var addressLength = (uint)IPv6Length;
            received = NativeMethods.ReceiveFrom(_descriptor, data, (nuint)buffer.Length, NativeMethods.MsgDontWait,
                address, &addressLength);
        }
        length = (int)Math.Max(0, received);
        if (received < 0)
            return false;
        source = MemoryMarshal.Read<ushort>(from) == FamilyIPv4
            ? RingAddress.FromIPv4(BinaryPrimitives.ReadUInt32BigEndian(from[4..]))
            : RingAddress.FromIPv6(from.Slice(8, 16));
        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();
}
