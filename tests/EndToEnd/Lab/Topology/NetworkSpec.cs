namespace Microkernel.EndToEnd.Topology;

/// <summary>Describes one network of the lab: a bridge in the lab's own network namespace.</summary>
/// <param name="Name">Name of the bridge, and of the interface in each host. At most 15 characters.</param>
/// <param name="Prefix">First three octets of the network, which is always a /24, such as <c>10.20.1</c>.</param>
public sealed record NetworkSpec(string Name, string Prefix)
{
    /// <summary>Returns the address of a host on this network.</summary>
    public string AddressOf(HostSpec host) => $"{Prefix}.{host.Number}";

    /// <summary>Gets the address of the lab itself on this network, from which the relay dials into hosts.</summary>
    public string LabAddress => $"{Prefix}.254";
}
