using Microkernel.EndToEnd.Clusters;
using Microkernel.V1;

namespace Microkernel.EndToEnd.Tests.Clusters;

/// <summary>The core of every node is replaced, one after the other, while the service runs.</summary>
public sealed class NodeUpgradeTests : ClusterTest
{
    [Fact]
    public async Task Cores_ReplacedOneAfterTheOther_ServiceAndDriversRunOnInTheSameProcesses()
    {
        await using var running = await StartClusterAsync();
        await using var client = await StartPatientClientAsync(running.Lab);
        var webServer = await running.WebServerAsync(running.Active);
        var before = await running.WaitForAsync(
            s => s.Transition is null && s.Nodes.All(n => n.State == NodeState.Online), "all is well");
        var processes = await ProcessesAsync(running);
        var began = TimeProvider.System.GetUtcNow();

        // Three cores, one after the other, each until it is well again: more than one call of a client.
        var upgraded = await running.Observer.Host.ExecuteAsync(
            [
                ClusterPrograms.OnHost(ClusterPrograms.Client), "node", "upgrade", "--program",
                ClusterPrograms.OnHost(ClusterPrograms.Core),
            ],
            TimeSpan.FromMinutes(3), Cancellation);
        TestContext.Current.TestOutputHelper?.WriteLine(upgraded.Output + upgraded.Error);
        upgraded.EnsureSuccess();

        var after = await running.Cluster.StatusAsync(running.Active);
        Assert.All(before.Nodes, node =>
            Assert.True(after.Nodes.Single(n => n.Name == node.Name).CoreEpoch > node.CoreEpoch,
                $"{node.Name} has its old core"));
        Assert.Equal(processes, await ProcessesAsync(running));
        Assert.Equal(Instances(before), Instances(after));
        Assert.Equal(webServer, await running.WebServerAsync(running.Active));
        Assert.All(after.Resources, r => Assert.Empty(r.Failures));
        Assert.DoesNotContain(
            await running.EventsAsync(),
            e => e.Code is "OperationStarted" or "FencingStarted" or "NodeLost" && e.Time.ToDateTimeOffset() >= began);
        Assert.All(client.Seen(), a => Assert.True(a.IsGood, a.ToLine()));
    }

    [Fact]
    public async Task Core_ReplacedByWhatIsNoCore_NothingChanges()
    {
        await using var running = await StartClusterAsync();
        var before = await running.Cluster.StatusAsync(running.Active);
        var refused = await running.Observer.MkctlAsync("node", "upgrade", running.Passive, "--program", "/bin/true");
        Assert.NotEqual(0, refused.ExitCode);
        Assert.Contains("/bin/true does not take this core's settings", refused.Error, StringComparison.Ordinal);
        var after = await running.Cluster.StatusAsync(running.Active);
        Assert.Equal(before.Nodes.Select(n => n.CoreEpoch), after.Nodes.Select(n => n.CoreEpoch));
    }

    private static async Task<List<int?>> ProcessesAsync(RunningCluster running)
    {
        var processes = new List<int?>();
        foreach (var node in running.Cluster.Nodes.Values.OrderBy(node => node.Name))
        {
            processes.Add(await node.Core.ProcessIdAsync(Cancellation));
        }

        return processes;
    }

    private static IEnumerable<string> Instances(GetStatusResponse status) =>
        status.Nodes.SelectMany(n => n.Drivers.Select(d => $"{n.Name} {d.Name} {d.InstanceId}"));
}
