using Microkernel.EndToEnd.Demo;
using Microkernel.V1;

namespace Microkernel.EndToEnd.Tests.Clusters;

public sealed class OperatorFencingTests : ClusterTest
{
    [Fact]
    public async Task Fence_OfTheLeaderByAnOperator_AnotherLeaderFencesItAndTheServiceMoves()
    {
        await using var running = await StartClusterAsync();
        var leader = (await running.WaitForAsync(s => s.Leader.Length > 0, "a leader")).Leader;

        var fenced = await running.Observer.MkctlAsync("fence", leader, "--yes", "--reason", "test", "--timeout", "60s");

        fenced.EnsureSuccess();
        Assert.False(await running.Lab.Bmc.IsOnAsync(leader, Cancellation));
        var survivor = leader == "vapp1" ? "vapp2" : "vapp1";
        await running.WaitForAsync(
            s => s.Leader != leader && Scenario.ActiveNode(s) == survivor, $"another leader and the service on {survivor}");
    }

    [Fact]
    public async Task Confirm_OfANodeThatIsHeard_IsRefusedOnEveryNode()
    {
        await using var running = await StartClusterAsync();
        foreach (var asked in running.Cluster.Nodes.Values)
        {
            var confirmed = await asked.MkctlAsync("fence", "confirm", running.Active, "--i-know-it-is-off");
            Assert.Equal(4, confirmed.ExitCode);
        }
        var status = await running.WaitForAsync(s => s.Leader.Length > 0, "a leader");
        Assert.Equal(NodeState.Online, status.Nodes.Single(n => n.Name == running.Active).State);
    }
}
