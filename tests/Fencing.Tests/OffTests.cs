using Google.Protobuf.WellKnownTypes;
using Microkernel.Driver.Tests;
using Microkernel.Driver.V1;

namespace Microkernel.Drivers.Fencing.Tests;

public sealed class OffTests
{
    [Fact]
    public async Task Off_DeviceSaysOff_IsVerified()
    {
        using var agent = new ScriptedAgent("off) exit 0;; status) echo Status: OFF; exit 2;;");

        var shot = await OffAsync(agent);

        Assert.Equal((true, FenceVerdict.VerifiedOff), (shot.Succeeded, shot.Verdict));
        Assert.Equal(["off", "status"], agent.Actions);
        Assert.False(shot.Powered);
    }

    [Fact]
    public async Task Off_DeviceTakesItsTime_IsAskedUntilItSaysOff()
    {
        using var agent = new ScriptedAgent("""
            off) exit 0;;
            status) [ `grep -c status $here/actions` -ge 3 ] && echo Status: OFF && exit 2; echo Status: ON; exit 0;;
            """);

        var shot = await OffAsync(agent);

        Assert.Equal(FenceVerdict.VerifiedOff, shot.Verdict);
        Assert.Equal(["off", "status", "status", "status"], agent.Actions);
    }

    [Fact]
    public async Task Off_AgentFailsButDeviceSaysOff_IsVerified()
    {
        using var agent = new ScriptedAgent("off) echo lost >&2; exit 4;; status) echo Status: OFF; exit 2;;");

        Assert.Equal(FenceVerdict.VerifiedOff, (await OffAsync(agent)).Verdict);
    }

    [Fact]
    public async Task Off_AgentSaysSuccessButDeviceStaysOn_IsNotVerified()
    {
        using var agent = new ScriptedAgent("off) exit 0;; status) echo Status: ON; exit 0;;");

        var shot = await OffAsync(agent, seconds: 2);

        Assert.Equal((false, FenceVerdict.NotVerified), (shot.Succeeded, shot.Verdict));
        Assert.Contains("still on", shot.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("off) exit 1;; status) exit 1;;", FenceVerdict.NotVerified)]
    [InlineData("off) exit 0;; status) echo Failed: wrong argument >&2; exit 2;;", FenceVerdict.NotVerified)]
    [InlineData("off) exit 0;; status) echo Status: ON; exit 2;;", FenceVerdict.NotVerified)]
    [InlineData("off) exit 0;; status) echo Status: UNKNOWN; exit 8;;", FenceVerdict.NotVerified)]
    [InlineData("off) exit 0;; status) kill -9 $$;;", FenceVerdict.NotVerified)]
    [InlineData("off) echo no privilege >&2; exit 11;; status) exit 11;;", FenceVerdict.Refused)]
    [InlineData("off) exit 10;; status) echo Status: ON; exit 0;;", FenceVerdict.Refused)]
    public async Task Off_NoClearAnswer_IsNeverProof(string cases, FenceVerdict verdict)
    {
        using var agent = new ScriptedAgent(cases);

        var shot = await OffAsync(agent, seconds: 2);

        Assert.Equal((false, verdict), (shot.Succeeded, shot.Verdict));
        Assert.NotEmpty(shot.Reason);
    }

    [Fact]
    public async Task Off_QuietAgentWithExitCodeTwo_IsVerified()
    {
        using var agent = new ScriptedAgent("off) exit 0;; status) exit 2;;");

        Assert.Equal(FenceVerdict.VerifiedOff, (await OffAsync(agent)).Verdict);
    }

    [Fact]
    public async Task Off_AgentHangs_IsKilledAndNotVerified()
    {
        using var agent = new ScriptedAgent("off) sleep 600 & echo $! > $here/pid; sleep 600;; status) exit 2;;");

        var shot = await OffAsync(agent, seconds: 2);

        Assert.Equal((false, FenceVerdict.NotVerified), (shot.Succeeded, shot.Verdict));
        Assert.Contains("out of time", shot.Reason, StringComparison.Ordinal);
        var child = (await File.ReadAllTextAsync(agent.File("pid"), TestContext.Current.CancellationToken)).Trim();
        await Eventually.TrueAsync(() => !Directory.Exists($"/proc/{child}"), "what the agent started is gone");
    }

    [Fact]
    public async Task Reboot_OffVerifiedAndOn_Succeeds()
    {
        using var agent = new ScriptedAgent("off|on) exit 0;; status) echo Status: OFF; exit 2;;");

        var shot = await FenceAsync(agent, FenceAction.Reboot);

        Assert.Equal((true, FenceVerdict.VerifiedOff), (shot.Succeeded, shot.Verdict));
        Assert.Equal(["off", "status", "on"], agent.Actions);
    }

    [Fact]
    public async Task Reboot_DoesNotComeBack_WasOffAllTheSame()
    {
        using var agent = new ScriptedAgent("off) exit 0;; on) exit 6;; status) echo Status: OFF; exit 2;;");

        var shot = await FenceAsync(agent, FenceAction.Reboot);

        Assert.Equal((false, FenceVerdict.VerifiedOff), (shot.Succeeded, shot.Verdict));
        Assert.Contains("could not be powered on", shot.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reboot_NotVerifiedOff_IsNotPoweredOn()
    {
        using var agent = new ScriptedAgent("off|on) exit 0;; status) exit 1;;");

        Assert.Equal(FenceVerdict.NotVerified, (await FenceAsync(agent, FenceAction.Reboot, 2)).Verdict);
        Assert.DoesNotContain("on", agent.Actions);
    }

    private static Task<FenceResponse> OffAsync(ScriptedAgent agent, int seconds = 60) =>
        FenceAsync(agent, FenceAction.Off, seconds);

    private static async Task<FenceResponse> FenceAsync(ScriptedAgent agent, FenceAction action, int seconds = 60)
    {
        await using var driver = await FencingDriver.StartAsync(agent.Folder);
        var request = FencingDriver.Request(ScriptedAgent.Name, action);
        request.Timeout = TimeSpan.FromSeconds(seconds).ToDuration();
        return await driver.FenceAsync(request);
    }
}
