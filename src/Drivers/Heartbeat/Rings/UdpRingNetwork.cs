using System.Net;

namespace Microkernel.Drivers.Heartbeat.Rings;

/// <summary>The host's UDP.</summary>
internal sealed class UdpRingNetwork : IRingNetwork
{
    /// <inheritdoc/>
    public IRingPort Open(IPEndPoint local, MulticastSettings? multicast) =>
        new UdpRingPort(local, multicast);
}
