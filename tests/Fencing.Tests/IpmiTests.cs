using Microkernel.Driver.Tests;
using Microkernel.Driver.V1;

namespace Microkernel.Drivers.Fencing.Tests;

/// <summary>
/// The real fence_ipmilan against a simulated baseboard controller that starts and ends a real process.
/// </summary>
public sealed class IpmiTests
{
    [Fact]
    public async Task Ipmilan_OffAndOn_EndsAndStartsTheMachine()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/ipmi_sim"), "needs the package openipmi");
        using var controller = new IpmiSimulator();
        await using var driver = await FencingDriver.StartAsync("/usr/sbin");

        async Task<FenceResponse> Act(FenceAction action)
        {
            var request = FencingDriver.Request(
                "fence:fence_ipmilan", action,
                ("ip", "127.0.0.1"), ("ipport", $"{controller.Port}"), ("username", "admin"), ("lanplus", "1"),
                ("cipher", "3"), ("power_wait", "1"));
            request.SecretParameters.Add("password", IpmiSimulator.Password);
            return await driver.FenceAsync(request);
        }

        var on = await Act(FenceAction.On);
        Assert.True(on.Succeeded, $"{on}");
        await Eventually.TrueAsync(() => controller.MachineRuns, "the machine runs");
        Assert.True((await Act(FenceAction.Status)).Powered);

        var off = await Act(FenceAction.Off);
        Assert.True(off.Verdict == FenceVerdict.VerifiedOff, $"{off}");
        Assert.False(controller.MachineRuns);
        Assert.Equal(FenceVerdict.VerifiedOff, (await Act(FenceAction.Status)).Verdict);
    }

    [Fact]
    public async Task Ipmilan_WrongPassword_IsNotVerifiedAndNotShown()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/ipmi_sim"), "needs the package openipmi");
        using var controller = new IpmiSimulator();
        await using var driver = await FencingDriver.StartAsync("/usr/sbin");
        var request = FencingDriver.Request(
            "fence:fence_ipmilan", FenceAction.Off,
            ("ip", "127.0.0.1"), ("ipport", $"{controller.Port}"), ("username", "admin"), ("lanplus", "1"),
            ("cipher", "3"));
        request.SecretParameters.Add("password", "not-the-secret");

        var shot = await driver.FenceAsync(request);

        Assert.Equal((false, FenceVerdict.NotVerified), (shot.Succeeded, shot.Verdict));
        Assert.DoesNotContain("not-the-secret", shot.ToString(), StringComparison.Ordinal);
    }
}
