using Microkernel.EndToEnd.Clusters;
using Microkernel.EndToEnd.Demo;
using Microkernel.V1;

namespace Microkernel.EndToEnd.Tests.Clusters;

/// <summary>Each driver of the active node is replaced while the service runs; nobody notices.</summary>
public sealed class DriverSwapTests : ClusterTest
{
    [Fact]
    public async Task Drivers_SwappedOneAfterTheOther_ServiceRunsOnAndNoNodeFallsSilent()
    {
        await using var running = await StartClusterAsync();
        await using var client = await StartPatientClientAsync(running.Lab);
        var webServer = await running.WebServerAsync(running.Active);
        var began = TimeProvider.System.GetUtcNow();
        foreach (var (program, driver) in (IEnumerable<(string, string)>)
        [
            (ClusterPrograms.OcfDriver, "ocf"), (ClusterPrograms.FencingDriver, "fencing"),
            (ClusterPrograms.HeartbeatDriver, "heartbeat"), (ClusterPrograms.HeartbeatDriver, "heartbeat"),
        ])
        {
            var before = await InstanceAsync(running, driver);
            var swapped = await running.Observer.MkctlAsync(
                "driver", "swap", running.Active, driver, "--to", ClusterPrograms.OnHost(program));
            TestContext.Current.TestOutputHelper?.WriteLine(swapped.Output + swapped.Error);
            swapped.EnsureSuccess();
            Assert.Equal(
                driver == "heartbeat", swapped.Output.Contains("heard by the new instance", StringComparison.Ordinal));
            await running.WaitForAsync(
                s => Find(s, running.Active, driver) is { } now && now.InstanceId != before,
                    $"a new instance of {driver} acts");
        }

        Assert.Equal(webServer, await running.WebServerAsync(running.Active));
        var events = await running.EventsAsync();
        Assert.Equal(4, events.Count(e => e.Code == "DriverSwapped"));
        Assert.DoesNotContain(
            events,
            e => e.Code is "NodeSilent" or "NodeLost" or "FencingStarted" or "OperationStarted"
                && e.Time.ToDateTimeOffset() >= began);
        Assert.All(client.Seen(), a => Assert.True(a.IsGood, a.ToLine()));
    }

    private static async Task<string> InstanceAsync(RunningCluster running, string driver)
    {
        var status = await running.WaitForAsync(s => Find(s, running.Active, driver) is not null, $"{driver} acts");
        return Find(status, running.Active, driver)!.InstanceId;
    }

    private static DriverStatus? Find(GetStatusResponse status, string node, string driver) =>
        status.Nodes.FirstOrDefault(n => n.Name == node)?.Drivers
            .FirstOrDefault(d => d.Name == driver && d.State == DriverState.Active);
}
