using Microkernel.EndToEnd.Hosts;
using Microkernel.EndToEnd.Probing;

namespace Microkernel.EndToEnd.Tests.Laboratory;

public sealed class AddressTakeoverTests : LabTest
{
    // The fail-over without a cluster, by hand: whatever this takes, no cluster manager can be faster.
    [Fact]
    public async Task IPaddr2_StartedOnTheOtherHostAfterAPowerCut_ClientReachesThatHost()
    {
        await using var lab = await StartLabAsync();
        await lab.TurnOnAsync(Cancellation);
        await StartServiceAsync(lab["vapp1"]);
        await using var probe = await HttpProbe.StartAsync(lab["client"], new Uri("http://10.1.4.150/"));
        await probe.WaitForAsync(a => a.Body == "vapp1", Patience);

        await lab.Bmc.TurnOffAsync("vapp1", Cancellation);
        await StartServiceAsync(lab["vapp2"]);

        var first = await probe.WaitForAsync(a => a.Body == "vapp2", Patience);
        Assert.DoesNotContain(probe.Seen(), a => a.Body == "vapp1" && a.Sent > first.Sent);
    }

    private static async Task StartServiceAsync(Host host)
    {
        string[] start =
        [
            "env", "OCF_ROOT=/usr/lib/ocf", "OCF_RESOURCE_INSTANCE=ip", "OCF_RESKEY_ip=10.1.4.150",
            "/usr/lib/ocf/resource.d/heartbeat/IPaddr2", "start",
        ];
        (await host.ExecuteAsync(start, null, Cancellation)).EnsureSuccess();
        (await host.ExecuteAsync(["/etc/init.d/httpd", "start"], null, Cancellation)).EnsureSuccess();
    }
}
