using Grpc.Core;
using Microkernel.Driver.Tests;
using Microkernel.Driver.V1;

namespace Microkernel.Drivers.Fencing.Tests;

/// <summary>Agents of the package fence-agents.</summary>
public sealed class RealAgentTests : IDisposable
{
    private readonly TestFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Describe_EveryAgentOfTheDistribution_Parses()
    {
        await using var driver = await FencingDriver.StartAsync("/usr/sbin");
        var names = (await driver.Driver.ListAgentsAsync(new ListAgentsRequest(), cancellationToken: Cancel)).Agents;
        Assert.True(names.Count > 60, $"only {names.Count} agents: is the package fence-agents installed?");

        var failures = new List<string>();
        await Parallel.ForEachAsync(names, Cancel, async (name, _) =>
        {
            try
            {
                await DescribeAsync(driver, name);
            }
            catch (RpcException e)
            {
                lock (failures)
                    failures.Add($"{name}: {e.Status.Detail}");
            }
        });

        // That one is a conversation with a person, not an agent: it has no metadata.
        Assert.Equal([], failures.Where(f => !f.StartsWith("fence:fence_ack_manual:", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Describe_Ipmilan_KnowsSecretsOptionsAndUnits()
    {
        await using var driver = await FencingDriver.StartAsync("/usr/sbin");

        var parameters = (await DescribeAsync(driver, "fence:fence_ipmilan")).Parameters.ToDictionary(p => p.Name);

        Assert.True(parameters["password"].Secret);
        Assert.False(parameters["password_script"].Secret);
        Assert.True(parameters["passwd"].Deprecated);
        Assert.Equal("s", parameters["power_timeout"].Unit);
        Assert.Contains("onoff", parameters["method"].Options);
    }

    [Fact]
    public async Task Dummy_OffStatusOnReboot_FollowsTheDevice()
    {
        await using var driver = await FencingDriver.StartAsync("/usr/sbin");
        await File.WriteAllTextAsync(_folder.File("power"), "on", Cancel);

        var off = await ActAsync(driver, FenceAction.Off);
        var offStatus = await ActAsync(driver, FenceAction.Status);
        var on = await ActAsync(driver, FenceAction.On);
        var onStatus = await ActAsync(driver, FenceAction.Status);
        var reboot = await ActAsync(driver, FenceAction.Reboot);
        var monitor = await ActAsync(driver, FenceAction.Monitor);

        Assert.Equal((true, FenceVerdict.VerifiedOff), (off.Succeeded, off.Verdict));
        Assert.False(offStatus.Powered);
        Assert.Equal((true, FenceVerdict.NotVerified), (on.Succeeded, on.Verdict));
        Assert.True(onStatus.Powered);
        Assert.Equal((true, FenceVerdict.VerifiedOff), (reboot.Succeeded, reboot.Verdict));
        Assert.True(monitor.Succeeded, monitor.Reason);
        Assert.Equal("on", await File.ReadAllTextAsync(_folder.File("power"), Cancel));
    }

    [Fact]
    public async Task AtRest_AfterAShot_StaysSmall()
    {
        await using var driver = await DriverProcess.StartAsync("fencing", _folder.Path);
        await File.WriteAllTextAsync(_folder.File("power"), "on", Cancel);
        var shot = await driver.Fencing.FenceAsync(
            FencingDriver.Request("fence:fence_dummy", FenceAction.Off, ("status_file", _folder.File("power"))),
            cancellationToken: Cancel);
        Assert.Equal(FenceVerdict.VerifiedOff, shot.Verdict);

        var megabytes = driver.ResidentBytes / 1e6;

        TestContext.Current.TestOutputHelper?.WriteLine(
            $"resident: {megabytes:F1} MB; off took {shot.Duration.ToTimeSpan().TotalMilliseconds:F0} ms");
        Assert.InRange(megabytes, 1, 80);
        Assert.Equal(0, await driver.TerminateAsync());
    }

    private Task<FenceResponse> ActAsync(TestDriver driver, FenceAction action) =>
        driver.FenceAsync("fence:fence_dummy", action, ("status_file", _folder.File("power")));

    private static async Task<Agent> DescribeAsync(TestDriver driver, string name) =>
        (await driver.Driver.DescribeAgentAsync(
            new DescribeAgentRequest { Agent = name }, cancellationToken: Cancel)).Agent;
}
