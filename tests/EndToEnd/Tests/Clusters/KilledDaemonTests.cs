using Microkernel.EndToEnd.Clusters;
using Microkernel.EndToEnd.Demo;
using Microkernel.V1;

namespace Microkernel.EndToEnd.Tests.Clusters;

public sealed class KilledDaemonTests : ClusterTest
{
    [Theory]
    [InlineData(ClusterPrograms.OcfDriver, "ocf")]
    [InlineData(ClusterPrograms.FencingDriver, "fencing")]
    [InlineData(ClusterPrograms.HeartbeatDriver, "heartbeat")]
    public async Task Driver_KilledAndStartedAgain_ServiceRunsOnAndTheDriverReattaches(string program, string driver)
    {
        await using var running = await StartClusterAsync();
        await using var client = await StartPatientClientAsync(running.Lab);
        var webServer = await running.WebServerAsync(running.Active);
        var service = running.Cluster[running.Active].Drivers[program];
        var before = await DriverAsync(running, driver);

        var killed = TimeProvider.System.GetUtcNow();
        await service.KillAsync(Cancellation);
        await service.StartAsync(Cancellation);

        await running.WaitForAsync(
            s => ActiveDriver(s, running.Active, driver) is { } now && now.InstanceId != before.InstanceId,
            $"a new instance of {driver} active on {running.Active}");
        Assert.Equal(webServer, await running.WebServerAsync(running.Active));
        await AssertUndisturbedAsync(running, killed);
        Assert.All(client.Seen(), a => Assert.True(a.IsGood, a.ToLine()));
    }

    [Fact]
    public async Task Core_KilledAndStartedAgain_ServiceRunsOnAndTheStateIsRight()
    {
        await using var running = await StartClusterAsync();
        await using var client = await StartPatientClientAsync(running.Lab);
        var webServer = await running.WebServerAsync(running.Active);
        var core = running.Cluster[running.Active].Core;

        var killed = TimeProvider.System.GetUtcNow();
        await core.KillAsync(Cancellation);
        await core.StartAsync(Cancellation);

        // Asked of the restarted core itself.
        await running.Cluster.WaitForAsync(
            running.Active,
            s => s.Quorate && s.Nodes.All(n => n.State == NodeState.Online) && Scenario.ActiveNode(s) == running.Active,
            "the state as it was",
            Scenario.Patience);
        Assert.Equal(webServer, await running.WebServerAsync(running.Active));
        await AssertUndisturbedAsync(running, killed);
        Assert.All(client.Seen(), a => Assert.True(a.IsGood, a.ToLine()));
    }

    // The killed instance may still be listed, as unreachable.
    private static DriverStatus? ActiveDriver(GetStatusResponse status, string node, string driver) =>
        status.Nodes.FirstOrDefault(n => n.Name == node)?.Drivers
            .FirstOrDefault(d => d.Name == driver && d.State == DriverState.Active);

    private static async Task<DriverStatus> DriverAsync(RunningCluster running, string driver)
    {
        var status = await running.WaitForAsync(
            s => ActiveDriver(s, running.Active, driver) is not null, $"{driver} active");
        return ActiveDriver(status, running.Active, driver)!;
    }

    private static async Task AssertUndisturbedAsync(RunningCluster running, DateTimeOffset since)
    {
        var status = await running.WaitForAsync(
            s => Scenario.ActiveNode(s) == running.Active, $"the service on {running.Active} as before");
        Assert.All(status.Resources, r => Assert.Empty(r.Failures));
        var events = await running.EventsAsync();
        Assert.DoesNotContain(
            events,
            e => (e.Code is "OperationStarted" or "FencingStarted") && e.Time.ToDateTimeOffset() >= since);
    }
}
