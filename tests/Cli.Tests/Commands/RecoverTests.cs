using Grpc.Core;
using Microkernel.Cli.Tests.Cluster;
using Microkernel.V1;

namespace Microkernel.Cli.Tests.Commands;

public sealed class RecoverTests
{
    [Fact]
    public async Task Recover_WithoutTheWord_AsksNobody()
    {
        await using var cluster = await ScriptedCluster.StartAsync();

        var run = await cluster.RunAsync("recover");

        Assert.Equal(ExitCodes.Usage, run.ExitCode);
        Assert.StartsWith("error: --i-know-the-others-are-off: must be given", run.Error, StringComparison.Ordinal);
        Assert.Empty(cluster.Requests);
    }

    [Fact]
    public async Task Recover_WithTheWord_TellsWhoCountsAsOff()
    {
        await using var cluster = await ScriptedCluster.StartAsync();
        cluster.Answer<RecoverRequest>(_ => new RecoverResponse { OffNode = "vapp2" });

        var run = await cluster.RunAsync("recover", "--i-know-the-others-are-off");

        Assert.Equal(
            (ExitCodes.Ok, "This node goes on alone; vapp2 counts as off and votes again once it has come back.\n"),
            (run.ExitCode, run.Output));
    }

    [Fact]
    public async Task Recover_OtherIsHeard_IsRefused()
    {
        await using var cluster = await ScriptedCluster.StartAsync();
        cluster.Answer<RecoverRequest>(_ => throw new RpcException(
            new Status(StatusCode.FailedPrecondition, "vapp2 is heard: it is not off")));

        var run = await cluster.RunAsync("recover", "--i-know-the-others-are-off");

        Assert.Equal(ExitCodes.Refused, run.ExitCode);
        Assert.Contains("vapp2 is heard", run.Error, StringComparison.Ordinal);
    }
}
