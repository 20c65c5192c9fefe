using System.Xml.Linq;
using Microkernel.EndToEnd.Hosts;
using Microkernel.EndToEnd.Processes;

namespace Microkernel.EndToEnd.Tests.Laboratory;

public sealed class FenceAgentTests : LabTest
{
    [Fact]
    public async Task FenceLab_OffStatusOn_FollowsTheFenceAgentApi()
    {
        await using var lab = await StartLabAsync();
        await lab.TurnOnAsync(Cancellation);
        var caller = lab["vapp2"];

        Assert.Equal(0, (await FenceAsync(caller, "status", "vapp1")).ExitCode);
        Assert.Equal(0, (await FenceAsync(caller, "off", "vapp1")).ExitCode);
        Assert.Equal(2, (await FenceAsync(caller, "status", "vapp1")).ExitCode);
        Assert.Equal(0, (await FenceAsync(caller, "off", "vapp1")).ExitCode);
        Assert.Equal(0, (await FenceAsync(caller, "on", "vapp1")).ExitCode);
        Assert.True(await lab["vapp1"].IsOnAsync(Cancellation));
        Assert.Equal(0, (await FenceAsync(caller, "monitor", "vapp1")).ExitCode);
    }

    [Fact]
    public async Task FenceLab_UnknownHost_FailsAndSaysWhich()
    {
        await using var lab = await StartLabAsync();
        await lab["vapp1"].TurnOnAsync(Cancellation);

        var result = await FenceAsync(lab["vapp1"], "off", "nobody");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("no host 'nobody'", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FenceLab_Metadata_IsWellFormedAndListsOff()
    {
        await using var lab = await StartLabAsync();
        await lab["vapp1"].TurnOnAsync(Cancellation);

        var metadata = XDocument.Parse((await FenceAsync(lab["vapp1"], "metadata", "")).EnsureSuccess().Output);

        Assert.Contains(metadata.Descendants("action"), a => (string?)a.Attribute("name") == "off");
    }

    private static Task<CommandResult> FenceAsync(Host from, string action, string plug)
    {
        const string Pipe = "printf 'action=%s\\nplug=%s\\n' \"$1\" \"$2\" | fence_lab";
        return from.ExecuteAsync(["sh", "-c", Pipe, "fence", action, plug], null, Cancellation);
    }
}
