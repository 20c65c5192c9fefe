using Grpc.Core;
using Microkernel.Driver.Tests;
using Microkernel.Driver.V1;

namespace Microkernel.Drivers.Fencing.Tests;

public sealed class FenceAgentTests
{
    [Fact]
    public async Task Input_NoPortGiven_NamesTheNodeWhereTheAgentTakesAPort()
    {
        using var agent = new ScriptedAgent("monitor|status) exit 0;;");
        await using var driver = await FencingDriver.StartAsync(agent.Folder);

        await driver.FenceAsync(ScriptedAgent.Name, FenceAction.Status, ("ip", "10.0.0.9"), ("action", "reboot"));

        Assert.Equal(["action=status", "ip=10.0.0.9", "nodename=n2", "port=n2"], agent.Input);
    }

    [Theory]
    [InlineData("port")]
    [InlineData("plug")]
    public async Task Input_PortGiven_IsLeftAlone(string name)
    {
        using var agent = new ScriptedAgent("status) exit 0;;");
        await using var driver = await FencingDriver.StartAsync(agent.Folder);

        await driver.FenceAsync(ScriptedAgent.Name, FenceAction.Status, (name, "7"));

        Assert.Equal(["action=status", "nodename=n2", $"{name}=7"], agent.Input);
    }

    [Fact]
    public async Task Secret_PrintedByTheAgent_IsMaskedAndOnNoCommandLine()
    {
        using var agent = new ScriptedAgent("""
            monitor) tr '\0' ' ' < /proc/$$/cmdline; env; cat $here/input; echo bad password hunter2 >&2; exit 3;;
            """);
        await using var driver = await FencingDriver.StartAsync(agent.Folder);
        var request = FencingDriver.Request(ScriptedAgent.Name, FenceAction.Monitor);
        request.SecretParameters.Add("passwd", "hunter2");

        var shot = await driver.FenceAsync(request);

        Assert.Contains("passwd=hunter2", agent.Input);
        Assert.DoesNotContain("hunter2", shot.ToString(), StringComparison.Ordinal);
        Assert.Contains("passwd=********", shot.Output, StringComparison.Ordinal);
        Assert.Contains("fence_scripted HOME=", shot.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Value_WithSeveralLines_Refused()
    {
        using var agent = new ScriptedAgent("off) exit 0;;");
        await using var driver = await FencingDriver.StartAsync(agent.Folder);

        var message = await TestDriver.RefusedAsync(
            StatusCode.InvalidArgument,
            driver.FenceAsync(ScriptedAgent.Name, FenceAction.Off, ("ip", "10.0.0.9\naction=on")));

        Assert.Contains("parameters[\"ip\"]", message, StringComparison.Ordinal);
        Assert.Empty(agent.Actions);
    }

    [Fact]
    public async Task SameDevice_TwoShots_OneAfterTheOther()
    {
        using var agent = new ScriptedAgent("""
            on) mkdir $here/busy || touch $here/overlap; sleep 0.3; rmdir $here/busy;;
            """);
        await using var driver = await FencingDriver.StartAsync(agent.Folder);

        var shots = await Task.WhenAll(Enumerable.Range(0, 4).Select(
            _ => driver.FenceAsync(ScriptedAgent.Name, FenceAction.On, ("port", "1"))));

        Assert.All(shots, shot => Assert.True(shot.Succeeded));
        Assert.False(File.Exists(agent.File("overlap")));
    }

    [Fact]
    public async Task SameShot_AskedTwice_IsFiredOnce()
    {
        using var agent = new ScriptedAgent("off) exit 0;; status) exit 2;;");
        await using var driver = await FencingDriver.StartAsync(agent.Folder);
        var request = FencingDriver.Request(ScriptedAgent.Name, FenceAction.Off);

        var both = await Task.WhenAll(driver.FenceAsync(request), driver.FenceAsync(request));

        Assert.Equal(both[0], both[1]);
        Assert.Single(agent.Actions, "off");
    }

    [Fact]
    public async Task List_PortsWithAliases_AreReadWithoutThem()
    {
        using var agent = new ScriptedAgent("list) echo 1,web1; echo 2,; echo N/A;;");
        await using var driver = await FencingDriver.StartAsync(agent.Folder);

        var shot = await driver.FenceAsync(ScriptedAgent.Name, FenceAction.List);

        Assert.Equal(["1", "2"], shot.Ports);
        Assert.Equal(FenceVerdict.NotVerified, shot.Verdict);
    }

    [Theory]
    [InlineData(FenceAction.Off)]
    [InlineData(FenceAction.Reboot)]
    [InlineData(FenceAction.On)]
    [InlineData(FenceAction.Status)]
    public async Task Null_AnyShot_IsNeverProofAndSaysSo(FenceAction action)
    {
        await using var driver = await FencingDriver.StartAsync();

        var shot = await driver.FenceAsync("fence:null", action);

        Assert.Equal((false, FenceVerdict.NotVerified), (shot.Succeeded, shot.Verdict));
        Assert.Contains("never proof", shot.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("fence:reboot")]
    [InlineData("fence:../bin/fence_x")]
    [InlineData("fence:fence_nobody")]
    [InlineData("fence:")]
    [InlineData("ocf:heartbeat:Dummy")]
    public async Task Find_WhatIsNoFenceAgent_NotFound(string name)
    {
        await using var driver = await FencingDriver.StartAsync("/usr/sbin", "/usr/bin");

        await TestDriver.RefusedAsync(StatusCode.NotFound, driver.FenceAsync(name, FenceAction.Monitor));
    }

    [Fact]
    public async Task Fence_NoNode_NamesTheField()
    {
        await using var driver = await FencingDriver.StartAsync();
        var request = FencingDriver.Request("fence:null", FenceAction.Off);
        request.Node = "";

        Assert.StartsWith(
            "node:", await TestDriver.RefusedAsync(StatusCode.InvalidArgument, driver.FenceAsync(request)),
            StringComparison.Ordinal);
    }
}
