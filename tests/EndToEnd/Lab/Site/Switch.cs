using Microkernel.EndToEnd.Processes;
using Microkernel.EndToEnd.Topology;

namespace Microkernel.EndToEnd.Site;

/// <summary>The lab's networks: a bridge each, with a port for every host that is plugged in.</summary>
/// <remarks>Lives in the network namespace of the site, so that it goes when the site goes.</remarks>
public static class Switch
{
    /// <summary>Creates the bridges and the table that <see cref="Networks.LinkFaults"/> fills.</summary>
    public static async Task BuildAsync(LabTopology topology, CancellationToken cancellationToken)
    {
        await File.WriteAllTextAsync("/proc/sys/net/ipv6/conf/all/disable_ipv6", "1", cancellationToken);
        await File.WriteAllTextAsync("/proc/sys/net/ipv6/conf/default/disable_ipv6", "1", cancellationToken);
        await IpAsync(["link set lo up", .. topology.Networks.SelectMany(Bridge)], cancellationToken);
        (await Command.RunAsync(["nft", "-f", "-"], Networks.LinkFaults.EmptyTable, null, cancellationToken))
            .EnsureSuccess();
    }

    /// <summary>Plugs a host into its networks; its interfaces are named after them.</summary>
    /// <param name="host">The host.</param>
    /// <param name="processId">A process in the network namespace of the host.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static Task PlugInAsync(HostSpec host, int processId, CancellationToken cancellationToken) =>
        IpAsync([.. host.Networks.SelectMany(n => Cable(host, n, processId))], cancellationToken);

    /// <summary>Removes the ports of a host, so that nothing of it answers any more.</summary>
    /// <remarks>The kernel does so itself a moment after the last process of the host is gone.</remarks>
    public static async Task UnplugAsync(HostSpec host, CancellationToken cancellationToken)
    {
        foreach (var port in PortsOf(host))
        {
            await Command.RunAsync(["ip", "link", "delete", port], null, null, cancellationToken);
        }

        if (PortsOf(host).Any())
        {
            throw new InvalidOperationException($"The ports of '{host.Name}' cannot be removed.");
        }
    }

    private static IEnumerable<string> Bridge(NetworkSpec network) =>
    [
        $"link add {network.Name} type bridge forward_delay 0 mcast_snooping 0",
        $"address add {network.LabAddress}/24 dev {network.Name}",
        $"link set {network.Name} up",
    ];

    private static IEnumerable<string> Cable(HostSpec host, string network, int processId) =>
    [
        $"link add {host.PortOn(network)} type veth peer name {network} netns {processId}",
        $"link set {host.PortOn(network)} master {network} up",
    ];

    private static IEnumerable<string> PortsOf(HostSpec host)
    {
        var present = File.ReadLines("/proc/self/net/dev").Select(line => line.Split(':')[0].Trim()).ToHashSet();
        return host.Networks.Select(host.PortOn).Where(present.Contains);
    }

    private static async Task IpAsync(IReadOnlyList<string> commands, CancellationToken cancellationToken) =>
        (await Command.RunAsync(["ip", "-batch", "-"], string.Join('\n', commands) + '\n', null, cancellationToken))
            .EnsureSuccess();
}
