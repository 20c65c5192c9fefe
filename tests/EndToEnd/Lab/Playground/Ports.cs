using Microkernel.EndToEnd.Clusters;
using Microkernel.EndToEnd.Topology;

namespace Microkernel.EndToEnd.Playground;

/// <summary>Which port of this machine's loopback leads to what inside the lab.</summary>
public static class Ports
{
    private const int ApiBase = 17400, MetricsBase = 17480, Web = 17080;

    /// <summary>Returns where the API of a node's core is reached.</summary>
    public static string Api(HostSpec host) => $"127.0.0.1:{ApiBase + host.Number}";

    /// <summary>Returns where a node's metrics are reached.</summary>
    public static string Metrics(HostSpec host) => $"127.0.0.1:{MetricsBase + host.Number}";

    /// <summary>Gets where the service is reached.</summary>
    public static string Service => $"127.0.0.1:{Web}";

    /// <summary>Returns everything that the proxy has to pass on, as PORT=ADDRESS:PORT.</summary>
    public static IReadOnlyList<string> Targets(LabTopology topology, IEnumerable<HostSpec> nodes)
    {
        var service = topology.Network(LabTopology.Service);
        return
        [
            .. nodes.SelectMany(node => (string[])
            [
                $"{ApiBase + node.Number}={service.AddressOf(node)}:{CoreConfiguration.ApiPort}",
                $"{MetricsBase + node.Number}={service.AddressOf(node)}:{CoreConfiguration.MetricsPort}",
            ]),
            $"{Web}={Demo.Scenario.Url.Host}:80",
        ];
    }
}
