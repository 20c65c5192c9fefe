using System.Net;

namespace Microkernel.Drivers.Heartbeat.Rings;

/// <summary>Where rings are bound: the host's network, or one in memory.</summary>
internal interface IRingNetwork
{
    /// <summary>Binds a port to exactly this address, and joins a group on its interface where one is given.</summary>
    /// <exception cref="System.Net.Sockets.SocketException">The address cannot be bound, or the group not joined.
    /// </exception>
    IRingPort Open(IPEndPoint local, MulticastSettings? multicast);
}

/// <summary>A bound port; nothing here waits.</summary>
internal interface IRingPort : IDisposable
{
    /// <summary>Prepares an address to send to.</summary>
    byte[] Encode(IPAddress address);

    /// <summary>Sends a datagram; returns 0 or the error number of the system.</summary>
    int Send(ReadOnlySpan<byte> datagram, ReadOnlySpan<byte> encodedAddress);

    /// <summary>Takes the next datagram that waits; false when none does.</summary>
    bool TryReceive(Span<byte> buffer, out int length, out RingAddress source);
}
