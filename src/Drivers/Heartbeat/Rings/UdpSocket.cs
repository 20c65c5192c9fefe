using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microkernel.Drivers.Heartbeat.Platform;

namespace Microkernel.Drivers.Heartbeat.Rings;

/// <summary>A UDP socket that never waits.</summary>
/// <remarks>
/// Calls recvfrom(2) and sendto(2) itself: <see cref="Socket"/> throws when nothing waits and when a network is down,
/// and here both are everyday.
/// </remarks>
internal sealed class UdpSocket : IDisposable
{
    private const int IPv6Length = 28;
    private const int SolSocket = 1;
    private const int SoReuseAddress = 2;
    private const int IPv6TrafficClass = 67;

    // DSCP CS6, network control (RFC 4594, 3.2): before what else fills the line.
    private const int TypeOfService = 0xC0;

    // Linux numbers them so on every architecture that .NET runs on.
    private const ushort FamilyIPv4 = 2;

    private readonly nint _descriptor;

    /// <summary>Binds exactly this address.</summary>
    /// <param name="local">A host's address, or that of a multicast group.</param>
    /// <param name="prepare">Sets further options before the socket is bound.</param>
    /// <exception cref="SocketException">It cannot be bound.</exception>
    public UdpSocket(IPEndPoint local, Action<Socket>? prepare = null)
    {
        Socket = new Socket(local.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            // The driver that takes over binds beside the one that leaves; the kernel gives datagrams to the newest.
            Socket.SetRawSocketOption(SolSocket, SoReuseAddress, BitConverter.GetBytes(1));
            if (local.AddressFamily == AddressFamily.InterNetwork)
                Socket.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.TypeOfService, TypeOfService);
            else
                Socket.SetRawSocketOption(
                    (int)SocketOptionLevel.IPv6, IPv6TrafficClass, BitConverter.GetBytes(TypeOfService));
            prepare?.Invoke(Socket);
            Socket.Bind(local);
        }
        catch (SocketException)
        {
            Socket.Dispose();
            throw;
        }
        _descriptor = Socket.Handle;
    }

    /// <summary>The socket, to set options.</summary>
    public Socket Socket { get; }

    /// <summary>The descriptor, to wait on.</summary>
    public int Descriptor => (int)_descriptor;

    /// <summary>Sends a datagram to a sockaddr; returns 0 or the error number of the system.</summary>
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

    /// <summary>Takes the next datagram that waits; false when none does.</summary>
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
    public void Dispose() => Socket.Dispose();
}
