using System.Diagnostics;
using Microkernel.EndToEnd.Topology;

namespace Microkernel.EndToEnd.Site;

/// <summary>Says how the first process of a host is started: unshare(1), then <c>assets/host-boot</c>.</summary>
public static class HostBoot
{
    /// <summary>Returns the start description of a host.</summary>
    /// <param name="host">The host.</param>
    /// <param name="topology">The lab that it is in: its addresses and its neighbours' names.</param>
    /// <param name="directory">The lab's directory.</param>
    public static ProcessStartInfo StartInfo(HostSpec host, LabTopology topology, string directory)
    {
        var home = Directory.CreateDirectory(Path.Combine(directory, "hosts", host.Name)).FullName;
        File.WriteAllLines(Path.Combine(home, "hosts"), Names(topology));
        File.WriteAllLines(Path.Combine(home, "network"), Network(host, topology));
        // The working directory stays reachable whatever the script mounts over the path that leads to it.
        var start = new ProcessStartInfo("unshare")
        {
            WorkingDirectory = directory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        string[] arguments =
        [
            "--net", "--pid", "--mount", "--uts", "--ipc", "--fork", "--kill-child=KILL", "--mount-proc", "--",
            "sh", LabPaths.Asset("host-boot"), host.Name, LabPaths.Repository, LabPaths.Assets,
        ];
        Array.ForEach(arguments, start.ArgumentList.Add);
        start.Environment.Clear();
        foreach (var (name, value) in HostEnvironment.Variables)
        {
            start.Environment[name] = value;
        }

        return start;
    }

    private static IEnumerable<string> Names(LabTopology topology) =>
        topology.Hosts.Select(h => $"{topology.Network(h.Networks[^1]).AddressOf(h)} {h.Name}")
            .Prepend("127.0.0.1 localhost");

    private static IEnumerable<string> Network(HostSpec host, LabTopology topology) =>
        host.Networks.Select(topology.Network)
            .SelectMany(n => (string[])
            [
                $"address add {n.AddressOf(host)}/24 brd + dev {n.Name}",
                $"link set {n.Name} up",
            ])
            .Prepend("link set lo up");
}
