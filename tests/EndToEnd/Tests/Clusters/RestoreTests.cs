using Microkernel.EndToEnd.Clusters;
using Microkernel.EndToEnd.Demo;
using Microkernel.EndToEnd.Processes;

namespace Microkernel.EndToEnd.Tests.Clusters;

/// <summary>The disaster of docs/operator-guide/backup.md: every node has lost its log, and there is a backup.</summary>
public sealed class RestoreTests : ClusterTest
{
    private const string Backup = "/run/lab/vmcluster.mkb", Data = "/var/lib/microkernel";

    [Fact]
    public async Task AllLogsLost_RestoredFromBackup_ServiceIsWhereItWas()
    {
        await using var running = await StartClusterAsync();
        var observer = running.Observer;
        var made = (await observer.MkctlAsync("backup", Backup)).EnsureSuccess();
        Assert.Contains("checked", made.Output, StringComparison.Ordinal);
        (await observer.MkctlAsync("standby", running.Passive)).EnsureSuccess();

        foreach (var node in running.Cluster.Nodes.Values)
        {
            await node.Core.KillAsync(Cancellation);
            (await ExecuteAsync(node, "mv", $"{Data}/raft", $"{Data}/raft.lost")).EnsureSuccess();
        }

        foreach (var node in running.Cluster.Nodes.Values)
        {
            var restored = await node.MkctlAsync(
                "restore", Backup, "--config", "/run/host/microkerneld.yaml",
                "--microkerneld", ClusterPrograms.OnHost(ClusterPrograms.Core));
            Assert.Contains("of the new cluster VMCluster#", restored.EnsureSuccess().Output, StringComparison.Ordinal);
        }

        // All at once: a core that is without a quorum for long stops what its node runs, until there is one again.
        await Task.WhenAll(running.Cluster.Nodes.Values.Select(node => node.Core.StartAsync(Cancellation)));

        // What was done after the backup is gone; what it holds is there, and the service with it.
        var status = await running.WaitForAsync(
            s => s.Quorate && Scenario.ActiveNode(s) == running.Active
                && s.Nodes.All(n => n is { State: Microkernel.V1.NodeState.Online, Standby: false }),
            "the service where it was, and all nodes online, none on standby");
        Assert.True(status.Term > 1_000_000_000, "terms go on above all old ones");
    }

    private static Task<CommandResult> ExecuteAsync(ClusterNode node, params string[] line) =>
        node.Host.ExecuteAsync(line, null, Cancellation);
}
