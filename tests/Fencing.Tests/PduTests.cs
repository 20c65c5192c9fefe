using Microkernel.Driver.Tests;
using Microkernel.Driver.V1;

namespace Microkernel.Drivers.Fencing.Tests;

/// <summary>fence_apc_snmp and the external plugin rackpdu, each against an SNMP agent that plays the power strip.</summary>
public sealed class PduTests : IDisposable
{
    private const string Plugins = "/usr/lib/stonith/plugins/external";

    private readonly PduSimulator _strip = new();

    public void Dispose() => _strip.Dispose();

    [Fact]
    public async Task FenceApcSnmp_Off_CutsTheOutletAndSeesItOff()
    {
        await using var driver = await FencingDriver.StartAsync("/usr/sbin");
        await AnswersAsync(driver, () => ApcAsync(driver, FenceAction.Monitor));

        var off = await ApcAsync(driver, FenceAction.Off);

        Assert.Equal((true, FenceVerdict.VerifiedOff), (off.Succeeded, off.Verdict));
        Assert.Equal((true, false), (_strip.IsOn(1), _strip.IsOn(2)));

        var on = await ApcAsync(driver, FenceAction.On);

        Assert.True(on.Succeeded, on.Reason);
        Assert.True(_strip.IsOn(2));
    }

    [Fact]
    public async Task Rackpdu_Off_CutsTheOutletButIsNoProof()
    {
        await using var driver = await FencingDriver.StartAsync([], [Plugins]);
        await AnswersAsync(driver, () => RackpduAsync(driver, FenceAction.List));

        var hosts = await RackpduAsync(driver, FenceAction.List);
        var off = await RackpduAsync(driver, FenceAction.Off);

        Assert.Equal(["n1", "n2"], hosts.Ports);
        Assert.Equal((true, FenceVerdict.NotVerified), (off.Succeeded, off.Verdict));
        Assert.Contains("cannot be asked", off.Reason, StringComparison.Ordinal);
        Assert.Equal((true, false), (_strip.IsOn(1), _strip.IsOn(2)));
    }

    [Fact]
    public async Task Rackpdu_UnknownOutlet_FailsInThePluginsOwnWords()
    {
        await using var driver = await FencingDriver.StartAsync([], [Plugins]);
        await AnswersAsync(driver, () => RackpduAsync(driver, FenceAction.List));

        var off = await RackpduAsync(driver, FenceAction.Off, node: "n3");

        Assert.Equal((false, FenceVerdict.NotVerified), (off.Succeeded, off.Verdict));
        Assert.Contains("Outlet number not found for node n3", off.Output, StringComparison.Ordinal);
    }

    private Task<FenceResponse> ApcAsync(TestDriver driver, FenceAction action) => driver.FenceAsync(Request(
        "fence:fence_apc_snmp", action,
        ("ip", "127.0.0.1"), ("ipport", $"{_strip.Port}"), ("snmp_version", "1"), ("port", "2")));

    private Task<FenceResponse> RackpduAsync(TestDriver driver, FenceAction action, string node = "n2")
    {
        var request = Request(
            "fence:external/rackpdu", action, ("hostlist", "AUTO"), ("pduip", $"127.0.0.1:{_strip.Port}"));
        request.Node = node;
        return driver.FenceAsync(request);
    }

    private static FenceRequest Request(string agent, FenceAction action, params (string, string)[] parameters)
    {
        var request = FencingDriver.Request(agent, action, parameters);
        request.SecretParameters.Add("community", PduSimulator.Community);
        return request;
    }

    /// <summary>The strip has just been switched on.</summary>
    private static async Task AnswersAsync(TestDriver driver, Func<Task<FenceResponse>> ask)
    {
        var deadline = DateTime.UtcNow + TimeSpan.FromSeconds(60);
        while (await ask() is { Succeeded: false } answer)
            Assert.True(DateTime.UtcNow < deadline, answer.Reason);
    }
}
