namespace Microkernel.EndToEnd.Tests.Laboratory;

public sealed class WebServerScriptTests : LabTest
{
    // Exit codes: Linux Standard Base 5.0, "Init Script Actions".
    [Fact]
    public async Task Httpd_EachAction_EndsAsTheLsbHasIt()
    {
        await using var lab = await StartLabAsync();
        await lab["vapp1"].TurnOnAsync(Cancellation);

        foreach (var (action, expected) in new (string, int)[]
        {
            ("status", 3), ("stop", 0), ("start", 0), ("status", 0), ("start", 0), ("reload", 0), ("restart", 0),
            ("status", 0), ("stop", 0), ("status", 3), ("reload", 7), ("dance", 2),
        })
        {
            var result = await lab["vapp1"].ExecuteAsync(["/etc/init.d/httpd", action], null, Cancellation);
            Assert.True(expected == result.ExitCode, $"{action}: {result.ExitCode}, not {expected}; {result.Error}");
        }
    }

    [Fact]
    public async Task Httpd_ServerKilled_StatusSaysDeadWithPidFile()
    {
        await using var lab = await StartLabAsync();
        await lab["vapp1"].TurnOnAsync(Cancellation);
        var host = lab["vapp1"];
        (await host.ExecuteAsync(["/etc/init.d/httpd", "start"], null, Cancellation)).EnsureSuccess();

        (await host.ExecuteAsync(["pkill", "-KILL", "lighttpd"], null, Cancellation)).EnsureSuccess();

        await EventuallyAsync(
            async () => (await host.ExecuteAsync(["/etc/init.d/httpd", "status"], null, Cancellation)).ExitCode == 1,
            "status 1");
        Assert.Equal(0, (await host.ExecuteAsync(["/etc/init.d/httpd", "start"], null, Cancellation)).ExitCode);
    }
}
