using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microkernel.Cli.Tests.Cluster;
using Microkernel.V1;

namespace Microkernel.Cli.Tests.Commands;

public class FenceTests
{
    [Theory]
    [InlineData("y\n", true)]
    [InlineData("n\n", false)]
    [InlineData("\n", false)]
    [InlineData("", false)]
    public async Task Fence_OnTerminal_AsksFirst(string answer, bool done)
    {
        await using var cluster = await FencingAsync();

        var run = await CommandRun.StartAsync(
            new Surroundings { IsTerminal = true, Input = answer }, "fence", "vapp2", "--server", cluster.Address);

        Assert.Equal(done ? ExitCodes.Ok : ExitCodes.Failed, run.ExitCode);
        Assert.Equal(done ? 1 : 0, cluster.Requests.Count);
        Assert.StartsWith(
            "vapp2 loses its power or storage at once. Fence it? [y/N] ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fence_WithoutTerminalOrYes_DoesNothing()
    {
        await using var cluster = await FencingAsync();

        var run = await cluster.RunAsync("fence", "vapp2");

        Assert.Equal(ExitCodes.Usage, run.ExitCode);
        Assert.StartsWith("error: --yes: missing", run.Error, StringComparison.Ordinal);
        Assert.Empty(cluster.Requests);
    }

    [Fact]
    public async Task Fence_WithYes_TellsWhoVerifiedIt()
    {
        await using var cluster = await FencingAsync();

        var run = await cluster.RunAsync("fence", "vapp2", "--yes", "--reason", "hangs");

        Assert.Equal("vapp2 is fenced: apc verified it off in 1s250ms.\n", run.Output);
        Assert.Equal(new FenceRequest { Node = "vapp2", Reason = "hangs" }, Assert.Single(cluster.Requests));
    }

    [Fact]
    public async Task Fence_NoDeviceVerifiesIt_Fails()
    {
        await using var cluster = await ScriptedCluster.StartAsync();
        cluster.Answer<FenceRequest>(_ => throw new RpcException(
            new Status(StatusCode.Aborted, "vapp2 could not be verified off: apc: no route to host")));

        var run = await cluster.RunAsync("fence", "vapp2", "--yes");

        Assert.Equal(ExitCodes.Failed, run.ExitCode);
        Assert.Contains("next: Look at the fence devices.", run.Error, StringComparison.Ordinal);
        Assert.Contains("mkctl fence confirm vapp2", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("vapp2\n", true)]
    [InlineData("VAPP2\n", false)]
    [InlineData("y\n", false)]
    public async Task FenceConfirm_OnTerminal_WantsTheNodesName(string answer, bool done)
    {
        await using var cluster = await FencingAsync();

        var run = await CommandRun.StartAsync(
            new Surroundings { IsTerminal = true, Input = answer },
            "fence", "confirm", "vapp2", "--server", cluster.Address);

        Assert.Equal(done ? ExitCodes.Ok : ExitCodes.Failed, run.ExitCode);
        Assert.Equal(done ? 1 : 0, cluster.Requests.Count);
    }

    [Fact]
    public async Task FenceConfirm_WithOption_IsRecorded()
    {
        await using var cluster = await FencingAsync();

        var run = await cluster.RunAsync("fence", "confirm", "vapp2", "--i-know-it-is-off");

        Assert.Equal(ExitCodes.Ok, run.ExitCode);
        Assert.Equal(new ConfirmFencedRequest { Node = "vapp2" }, Assert.Single(cluster.Requests));
    }

    private static async Task<ScriptedCluster> FencingAsync() =>
        (await ScriptedCluster.StartAsync())
            .Answer<FenceRequest>(_ => new FenceResponse
            {
                Device = "apc",
                Duration = Duration.FromTimeSpan(TimeSpan.FromMilliseconds(1250.4)),
            })
            .Answer<ConfirmFencedRequest>(_ => new ConfirmFencedResponse());
}
