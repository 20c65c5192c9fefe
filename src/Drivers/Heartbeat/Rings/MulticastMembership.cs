using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace Microkernel.Drivers.Heartbeat.Rings;

/// <summary>Sets a group up on the one interface that has the ring's address (ip(7), ipv6(7)).</summary>
internal sealed class MulticastMembership
{
    private const int IPMulticastAll = 49;
    private const int IPv6MulticastAll = 29;

    private static readonly byte[] No = BitConverter.GetBytes(0);

    private readonly MulticastSettings _settings;
    private readonly IPAddress _local;
    private readonly int _interface;

    /// <summary>Finds the interface.</summary>
    /// <exception cref="SocketException">No interface has the address.</exception>
    public MulticastMembership(MulticastSettings settings, IPAddress local)
    {
        _settings = settings;
        _local = local;
        _interface = local.AddressFamily == AddressFamily.InterNetworkV6 ? FindInterface(local) : 0;
    }

    private bool IsIPv4 => _local.AddressFamily == AddressFamily.InterNetwork;

    /// <summary>Has a socket send to the group through the interface; our own datagrams do not come back.</summary>
    public void PrepareToSend(Socket socket)
    {
        var level = IsIPv4 ? SocketOptionLevel.IP : SocketOptionLevel.IPv6;
        if (IsIPv4)
            socket.SetSocketOption(level, SocketOptionName.MulticastInterface, _local.GetAddressBytes());
        else
            socket.SetSocketOption(level, SocketOptionName.MulticastInterface, _interface);
        socket.SetSocketOption(level, SocketOptionName.MulticastTimeToLive, _settings.Ttl);
        socket.SetSocketOption(level, SocketOptionName.MulticastLoopback, 0);
    }

    /// <summary>Has a socket hear the group on the interface, and on none that another program joined it on.</summary>
    public void Join(Socket socket)
    {
        if (IsIPv4)
        {
            socket.SetRawSocketOption((int)SocketOptionLevel.IP, IPMulticastAll, No);
            socket.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.AddMembership,
                new MulticastOption(_settings.Group, _local));
            return;
        }
        socket.SetRawSocketOption((int)SocketOptionLevel.IPv6, IPv6MulticastAll, No);
        socket.SetSocketOption(SocketOptionLevel.IPv6, SocketOptionName.AddMembership,
            new IPv6MulticastOption(_settings.Group, _interface));
    }

    private static int FindInterface(IPAddress local)
    {
        if (local.ScopeId != 0)
            return (int)local.ScopeId;
        foreach (var candidate in NetworkInterface.GetAllNetworkInterfaces())
        {
            var properties = candidate.GetIPProperties();
            if (properties.UnicastAddresses.Any(address => address.Address.Equals(local)))
                return properties.GetIPv6Properties().Index;
        }
        throw new SocketException((int)SocketError.AddressNotAvailable);
    }
}
