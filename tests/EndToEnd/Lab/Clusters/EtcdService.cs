using Microkernel.EndToEnd.Hosts;
using Microkernel.EndToEnd.Topology;

namespace Microkernel.EndToEnd.Clusters;

/// <summary>Debian's etcd (package etcd-server) on the hosts of a cluster, for cores that keep their state in it.</summary>
public static class EtcdService
{
    private const int ClientPort = 2379, PeerPort = 2380;

    /// <summary>Returns the address that cores are told, as <c>etcd://host:port,host:port</c>.</summary>
    /// <param name="members">The hosts.</param>
    /// <param name="topology">The lab that they are in.</param>
    public static string Address(IEnumerable<HostSpec> members, LabTopology topology) =>
        "etcd://" + string.Join(',', members.Select(m => $"{AddressOf(m, topology)}:{ClientPort}"));

    /// <summary>Installs a member on a host; it starts when the host boots.</summary>
    public static void Install(Host host, IReadOnlyList<HostSpec> members, LabTopology topology)
    {
        var self = AddressOf(host.Spec, topology);
        new HostService(host, "etcd").Install(
        [
            "etcd", "--name", host.Name, "--data-dir", "/var/lib/microkernel/etcd", "--log-level", "warn",
            "--listen-client-urls", $"http://0.0.0.0:{ClientPort}",
            "--advertise-client-urls", $"http://{self}:{ClientPort}",
            "--listen-peer-urls", $"http://{self}:{PeerPort}",
            "--initial-advertise-peer-urls", $"http://{self}:{PeerPort}",
            "--initial-cluster",
            string.Join(',', members.Select(m => $"{m.Name}=http://{AddressOf(m, topology)}:{PeerPort}")),
            "--heartbeat-interval", "50", "--election-timeout", "500",
        ]);
    }

    private static string AddressOf(HostSpec host, LabTopology topology) =>
        topology.Network(LabTopology.FirstRing).AddressOf(host);
}
