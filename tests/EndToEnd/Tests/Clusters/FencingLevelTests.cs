using Microkernel.EndToEnd.Demo;
using Microkernel.V1;

namespace Microkernel.EndToEnd.Tests.Clusters;

/// <summary>Levels, redundant power, and devices that let nodes in.</summary>
public sealed class FencingLevelTests : ClusterTest
{
    private const string BrokenSocket = "parameters: { socket: /nowhere }";

    [Fact]
    public async Task Fence_FirstLevelBroken_AllSuppliesOfTheNextAreOffBeforeAnyIsOn()
    {
        await using var running = await StartClusterAsync();
        var node = running.Passive;
        await ApplyAsync(running, $$"""
            kind: FenceDevice
            metadata: { name: broken }
            spec: { agent: fence_lab, {{BrokenSocket}} }
            ---
            kind: FenceDevice
            metadata: { name: supply-a }
            spec: { agent: fence_lab }
            ---
            kind: FenceDevice
            metadata: { name: supply-b }
            spec: { agent: fence_lab }
            ---
            kind: FencingLevel
            metadata: { name: {{node}}-1 }
            spec: { node: {{node}}, level: 1, devices: [{ device: broken }] }
            ---
            kind: FencingLevel
            metadata: { name: {{node}}-2 }
            spec: { node: {{node}}, level: 2, powerOn: true, devices: [{ device: supply-a }, { device: supply-b }] }
            """);

        (await running.Observer.MkctlAsync("fence", node, "--yes", "--reason", "test")).EnsureSuccess();

        await running.WaitForAsync(
            s => s.Nodes.Single(n => n.Name == node).State == NodeState.Online, $"{node} back by itself");
        var history = await running.Observer.MkctlAsync("fence", "history", node, "-o", "json");
        var fencing = Assert.Single(
            ListFencingsResponse.Parser.ParseJson(history.EnsureSuccess().Output).Fencings);
        Assert.Equal("test", fencing.Reason);
        Assert.True(fencing.VerifiedOff);
        Assert.Equal(
            ["off broken False", "off broken False", "off supply-a True", "off supply-b True", "on supply-a True", "on supply-b True"],
            fencing.Shots.Select(s => $"{s.Action} {s.Device} {s.Succeeded}"));
    }

    [Fact]
    public async Task Join_DeviceMustLetTheNodeIn_RunsNothingUntilItHas()
    {
        await using var running = await StartClusterAsync();
        var node = running.Passive;
        string Lun(string parameters) => $$"""
            kind: FenceDevice
            metadata: { name: lun }
            spec: { agent: fence_lab, unfence: true, {{parameters}} }
            ---
            kind: FencingLevel
            metadata: { name: {{node}}-1 }
            spec: { node: {{node}}, level: 1, devices: [{ device: lun }] }
            """;
        await running.Lab[node].KillAsync(Cancellation);
        await running.WaitForAsync(
            s => s.Nodes.Single(n => n.Name == node).State == NodeState.Offline, $"{node} fenced");
        await ApplyAsync(running, Lun(BrokenSocket));

        await running.Lab[node].TurnOnAsync(Cancellation);

        await running.WaitForAsync(
            s => s.Nodes.Single(n => n.Name == node).Reason.Contains("let in by lun", StringComparison.Ordinal),
            $"{node} waiting for lun");
        await EventuallyAsync(
            async () => (await running.EventsAsync()).Any(e => e.Code == "UnfencingFailed" && e.About?.Name == node),
            "an event that tells why");
        await ApplyAsync(running, Lun(""));
        await running.WaitForAsync(
            s => s.Nodes.Single(n => n.Name == node).State == NodeState.Online, $"{node} let in");
    }

    private static async Task ApplyAsync(RunningCluster running, string manifest)
    {
        await File.WriteAllTextAsync(Path.Combine(running.Observer.Host.Home, "fencing.yaml"), manifest, Cancellation);
        (await running.Observer.MkctlAsync("apply", "-f", "/run/host/fencing.yaml")).EnsureSuccess();
    }
}
