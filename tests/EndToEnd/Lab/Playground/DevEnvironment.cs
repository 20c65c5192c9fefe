using Microkernel.EndToEnd.Clusters;
using Microkernel.EndToEnd.Topology;

namespace Microkernel.EndToEnd.Playground;

/// <summary>What a person, or a tool that is not ours, needs to reach the cluster that was left running.</summary>
public static class DevEnvironment
{
    /// <summary>Gets the file with shell variables to source.</summary>
    public static string Path { get; } = System.IO.Path.Combine(LabPaths.Repository, "artifacts", "dev", "env");

    /// <summary>Writes <see cref="Path"/>.</summary>
    public static void Write(LabTopology topology, Cluster cluster)
    {
        HostSpec[] nodes = [.. cluster.Nodes.Values.Select(n => n.Host.Spec)];
        var client = System.IO.Path.GetDirectoryName(ClusterPrograms.Path(ClusterPrograms.Client))!;
        var pki = Cluster.AdminPki(cluster.Lab);
        string[] lines =
        [
            "# Variables of the cluster that `make up` left running; for `. artifacts/dev/env`.",
            $"export PATH='{client}':\"$PATH\"",
            $"export MKCTL_CONTEXT='{string.Join(',', nodes.Select(Ports.Api))}'",
            $"export MKCTL_CA='{pki.Authorities}' MKCTL_CERT='{pki.AdminCertificate}' MKCTL_KEY='{pki.AdminKey}'",
            $"export DOTNET_ROOT='{System.IO.Path.GetDirectoryName(LabPaths.DotNet)}'",
            "export ETCDCTL_API=3",
            $"export ETCDCTL_ENDPOINTS='{string.Join(',', nodes.Select(Ports.Api))}'",
            $"export ETCDCTL_CACERT='{pki.Authorities}' ETCDCTL_CERT='{pki.AdminCertificate}' ETCDCTL_KEY='{pki.AdminKey}'",
            $"export METRICS_TARGETS='{string.Join(' ', nodes.Select(Ports.Metrics))}'",
            $"export SERVICE_URL='http://{Ports.Service}/'",
        ];
        File.WriteAllLines(Path, lines);
    }

    /// <summary>Returns what to try.</summary>
    public static string Hints(LabTopology topology) => $"""

        The cluster runs. Try:
          . artifacts/dev/env
          mkctl status                     quorum, nodes, rings, resources, what to do next
          mkctl events --follow            what happens, in another terminal
          curl $SERVICE_URL                which host serves
          mkctl move {Demo.Scenario.Service} --to vapp2
          mkctl standby vapp1              and mkctl unstandby vapp1
          mkctl fence vapp2
          etcdctl get --prefix /microkernel/ --keys-only
          dotnet {System.IO.Path.GetRelativePath(LabPaths.Repository, LabPaths.Program)} host vapp1 ip address
          dotnet {System.IO.Path.GetRelativePath(LabPaths.Repository, LabPaths.Program)} power off vapp1
        Logs: artifacts/dev/lab/hosts/*/log. `make down` ends it.
        """;
}
