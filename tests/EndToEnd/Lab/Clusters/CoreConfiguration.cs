using Microkernel.EndToEnd.Topology;

namespace Microkernel.EndToEnd.Clusters;

/// <summary>Writes the configuration file of the core of a node.</summary>
public static class CoreConfiguration
{
    /// <summary>Port of the core's API, and of its metrics.</summary>
    public const int ApiPort = 7400, MetricsPort = 7480;

    /// <summary>Host that votes and runs nothing.</summary>
    public const string Witness = "witness";

    /// <summary>Where drivers put their sockets.</summary>
    public const string DriverDirectory = "/run/microkernel/drivers";

    /// <summary>Where a node finds its keys and certificates, as hosts see it.</summary>
    public const string PkiDirectory = "/run/host/pki";

    /// <summary>Returns the names and addresses that a host is reached under.</summary>
    public static IEnumerable<string> HostsOf(HostSpec host, LabTopology topology) =>
        host.Networks.Select(n => topology.Network(n).AddressOf(host).ToString()!);

    /// <summary>Returns the configuration of a node as YAML.</summary>
    /// <param name="cluster">Name of the cluster.</param>
    /// <param name="node">The node.</param>
    /// <param name="members">All nodes.</param>
    /// <param name="topology">The lab that they are in.</param>
    /// <param name="store">Where the core keeps the cluster's state.</param>
    public static string Yaml(
        string cluster, HostSpec node, IReadOnlyList<HostSpec> members, LabTopology topology,
        ClusterStore store = ClusterStore.Embedded)
    {
        var lines = new List<string>
        {
            $"node: {node.Name}",
            $"cluster: {cluster}",
            $"pki-dir: {PkiDirectory}",
            $"driver-dir: {DriverDirectory}",
            $"listen: 0.0.0.0:{ApiPort}",
            $"metrics-listen: 0.0.0.0:{MetricsPort}",
        };
        if (store == ClusterStore.Etcd)
        {
            lines.Add($"store: {EtcdService.Address(members, topology)}");
        }

        lines.Add("initial-cluster:");
        lines.AddRange(members.Select(m => $"  - {Member(m, topology)}"));
        return string.Join('\n', lines) + '\n';
    }

    // Cores talk over every network, the rings first, so that no single one is needed.
    private static string Member(HostSpec host, LabTopology topology)
    {
        var addresses = host.Networks.Select(n => $"{topology.Network(n).AddressOf(host)}:{ApiPort}");
        var witness = host.Name == Witness ? "!witness" : "";
        return $"{host.Name}={host.Number}@{string.Join(',', addresses)}{witness}";
    }
}
