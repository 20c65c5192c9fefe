using Microkernel.EndToEnd.Clusters;
using Microkernel.EndToEnd.Demo;

namespace Microkernel.EndToEnd.Tests.Clusters;

/// <summary>Cores that keep their state in etcd, of which each host runs a member.</summary>
public sealed class EtcdStoreTests : ClusterTest
{
    [Fact]
    public async Task ActiveHost_LosesItsPowerAndItsEtcd_ServiceStartsElsewhereOnlyAfterItIsFenced()
    {
        await using var running = await StartClusterAsync(ClusterStore.Etcd);
        await using var client = await StartPatientClientAsync(running.Lab);

        await running.Lab[running.Active].KillAsync(Cancellation);

        await client.WaitForAsync(a => a.Body == running.Passive, Scenario.Patience);
        await running.WaitForAsync(s => Scenario.ActiveNode(s) == running.Passive, $"the service on {running.Passive}");
        var events = await running.EventsAsync();
        var fenced = TimeOf(events, e => e.Code == "FencingSucceeded" && e.About?.Name == running.Active);
        var started = TimeOf(events, e => IsStartOn(e, running.Passive));
        Assert.NotNull(fenced);
        Assert.NotNull(started);
        Assert.True(fenced <= started, $"fenced {fenced:O}, started {started:O}");
    }
}
