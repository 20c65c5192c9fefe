using Microkernel.EndToEnd.Demo;
using Microkernel.V1;

namespace Microkernel.EndToEnd.Tests.Clusters;

public sealed class FailOverTests : ClusterTest
{
    [Fact]
    public async Task ActiveHost_LosesItsPower_ServiceStartsElsewhereOnlyAfterItIsFenced()
    {
        await using var running = await StartClusterAsync();
        await using var client = await StartClientAsync(running.Lab);

        await running.Lab[running.Active].KillAsync(Cancellation);

        await client.WaitForAsync(a => a.Body == running.Passive, Scenario.Patience);
        await running.WaitForAsync(s => Scenario.ActiveNode(s) == running.Passive, $"the service on {running.Passive}");
        var events = await running.EventsAsync();
        var fenced = TimeOf(events, e => e.Code == "FencingSucceeded" && e.About?.Name == running.Active);
        var started = TimeOf(events, e => IsStartOn(e, running.Passive));
        Assert.NotNull(fenced);
        Assert.NotNull(started);
        Assert.True(fenced <= started, $"fenced {fenced:O}, started {started:O}");
        Assert.False(await running.Lab.Bmc.IsOnAsync(running.Active, Cancellation));
    }

    [Fact]
    public async Task FencedHost_TurnedOnAgain_RejoinsAndTheServiceStaysWhereItIs()
    {
        await using var running = await StartClusterAsync();
        await running.Lab[running.Active].KillAsync(Cancellation);
        await running.WaitForAsync(s => Scenario.ActiveNode(s) == running.Passive, $"the service on {running.Passive}");
        await using var client = await StartClientAsync(running.Lab);

        await running.Lab[running.Active].TurnOnAsync(Cancellation);

        var status = await running.WaitForAsync(
            s => s.Nodes.All(n => n.State == NodeState.Online), "every node online again");
        Assert.Equal(running.Passive, Scenario.ActiveNode(status));
        Assert.All(client.Seen().Where(a => a.IsGood), a => Assert.Equal(running.Passive, a.Body));
    }
}
