using System.Diagnostics;
using System.Globalization;
using Microkernel.EndToEnd.Hosts;

namespace Microkernel.EndToEnd.Probing;

/// <summary>Watches from inside a host whether the host runs the service, whatever its networks do.</summary>
public sealed class ServiceWatch : LineFeed<ServiceSample>
{
    private ServiceWatch(Process process)
        : base(process, ServiceSample.FromLine)
    {
    }

    /// <summary>Starts to watch.</summary>
    /// <param name="host">The host.</param>
    /// <param name="service">The service's address and port.</param>
    public static async Task<ServiceWatch> StartAsync(Host host, Uri service) => new(await StartAsync(
        host, "watch", service.Host, service.Port.ToString(CultureInfo.InvariantCulture)));

    /// <summary>Returns when the host was last seen to run anything of the service; null when it never was.</summary>
    public long? LastRan() => Seen().Where(s => s.RunsAnything).Max(s => (long?)s.At);

    /// <summary>Returns when the host was first seen to run anything of the service; null when it never was.</summary>
    public long? FirstRan() => Seen().Where(s => s.RunsAnything).Min(s => (long?)s.At);
}
