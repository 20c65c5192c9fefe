using Microkernel.EndToEnd.Hosts;

namespace Microkernel.EndToEnd.Tests.Laboratory;

public sealed class NetworkTests : LabTest
{
    [Fact]
    public async Task Hosts_OnEachNetwork_ReachEachOther()
    {
        await using var lab = await StartLabAsync();
        await lab.TurnOnAsync(Cancellation);

        foreach (var network in lab.Topology.Networks)
        {
            Assert.True(await ReachesAsync(lab["vapp1"], network.AddressOf(lab["witness"].Spec)), network.Name);
        }
    }

    [Fact]
    public async Task Cut_OneNetwork_OthersGoOnUntilHealed()
    {
        await using var lab = await StartLabAsync();
        await lab.TurnOnAsync(Cancellation);

        await lab.Links.CutAsync("vapp1", "vapp2", "hb0");
        Assert.False(await ReachesAsync(lab["vapp1"], "10.20.1.2"));
        Assert.True(await ReachesAsync(lab["vapp1"], "10.20.2.2"));
        Assert.True(await ReachesAsync(lab["vapp1"], "10.20.1.3"));

        await lab.Links.HealAsync();
        await EventuallyAsync(() => ReachesAsync(lab["vapp1"], "10.20.1.2"), "vapp2 reached again");
    }

    [Fact]
    public async Task Isolate_Host_ReachesNobodyAndIsReachedByNobody()
    {
        await using var lab = await StartLabAsync();
        await lab.TurnOnAsync(Cancellation);

        await lab.Links.IsolateAsync("vapp1");

        Assert.False(await ReachesAsync(lab["vapp1"], "10.1.4.2"));
        Assert.False(await ReachesAsync(lab["client"], "10.1.4.1"));
        Assert.True(await ReachesAsync(lab["client"], "10.1.4.2"));
    }

    [Fact]
    public async Task Unplug_Cable_HostSeesItsCarrierGo()
    {
        await using var lab = await StartLabAsync();
        await lab["vapp1"].TurnOnAsync(Cancellation);
        var host = lab["vapp1"];

        await lab.Links.UnplugAsync("vapp1", "service");

        await EventuallyAsync(
            async () => (await host.ExecuteAsync(["ip", "link", "show", "dev", "service"], null, Cancellation))
                .Output.Contains("NO-CARRIER", StringComparison.Ordinal),
            "NO-CARRIER on service");
    }

    private static async Task<bool> ReachesAsync(Host from, string address)
    {
        string[] ping = ["ping", "-c", "1", "-W", "0.3", address];
        var result = await from.ExecuteAsync(ping, null, Cancellation);
        // ping(8): 1 means no answer, anything else trouble of its own.
        return result.ExitCode != 1 && result.EnsureSuccess().ExitCode == 0;
    }
}
