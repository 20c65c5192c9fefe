using Microkernel.EndToEnd.Probing;
using Microkernel.EndToEnd.Processes;

namespace Microkernel.EndToEnd.Tests.Laboratory;

public sealed class PowerTests : LabTest
{
    private static readonly Uri Web = new("http://10.1.4.1/");

    [Fact]
    public async Task Host_Killed_ItsAnswersVanishAtOnce()
    {
        await using var lab = await StartLabAsync();
        await lab.TurnOnAsync(Cancellation);
        (await lab["vapp1"].ExecuteAsync(["/etc/init.d/httpd", "start"], null, Cancellation)).EnsureSuccess();
        await using var probe = await HttpProbe.StartAsync(lab["client"], Web);
        Assert.Equal("vapp1", (await probe.WaitForAsync(a => a.IsGood, Patience)).Body);

        var killed = await lab["vapp1"].KillAsync(Cancellation);

        await probe.WaitForAsync(a => a.Sent > killed && !a.IsGood, Patience);
        await EventuallyAsync(async () => !await lab["vapp1"].IsOnAsync(Cancellation), "vapp1 off");
        var off = System.Diagnostics.Stopwatch.GetTimestamp();
        await probe.WaitForAsync(a => a.Sent > off && !a.IsGood, Patience);
        Assert.DoesNotContain(probe.Seen(), a => a.Sent > off && a.IsGood);
    }

    [Fact]
    public async Task Bmc_Off_NothingOfTheHostIsLeft()
    {
        await using var lab = await StartLabAsync();
        await lab["vapp1"].TurnOnAsync(Cancellation);
        var first = await lab["vapp1"].FirstProcessAsync(Cancellation);
        // A daemon that has left its parent and its session, as the web server does.
        (await lab["vapp1"].ExecuteAsync(["/etc/init.d/httpd", "start"], null, Cancellation)).EnsureSuccess();
        string[] namespaces = [ProcFs.Namespace(first, "pid")!, ProcFs.Namespace(first, "net")!];
        Assert.True(ProcFs.ProcessesIn(namespaces).Count >= 3);

        await lab.Bmc.TurnOffAsync("vapp1", Cancellation);

        Assert.Empty(ProcFs.ProcessesIn(namespaces));
        Assert.False(await lab.Bmc.IsOnAsync("vapp1", Cancellation));
        var ports = await lab.ExecuteAsync(["ip", "-oneline", "link", "show"]);
        Assert.DoesNotContain("vapp1-", ports.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bmc_OffAndOn_HostFindsItsDiskAgainAndNothingElse()
    {
        await using var lab = await StartLabAsync();
        var host = lab["vapp1"];
        await host.TurnOnAsync(Cancellation);
        string[] write = ["touch", "/var/lib/microkernel/kept", "/run/lost", "/var/lib/lost", "/etc/init.d/lost"];
        (await host.ExecuteAsync(write, null, Cancellation)).EnsureSuccess();

        await lab.Bmc.AskAsync("reboot vapp1", Cancellation);

        var kept = await host.ExecuteAsync(["ls", "/var/lib/microkernel"], null, Cancellation);
        Assert.Equal("kept\n", kept.Output);
        foreach (var lost in write.Skip(2))
        {
            Assert.NotEqual(0, (await host.ExecuteAsync(["test", "-e", lost], null, Cancellation)).ExitCode);
            Assert.False(File.Exists(lost), $"{lost} leaked to the machine that runs the test");
        }
    }
}
