using Grpc.Core;
using Microkernel.Cli.Tests.Cluster;
using Microkernel.V1;

namespace Microkernel.Cli.Tests.Connection;

public class FailureTests
{
    [Theory]
    [InlineData(StatusCode.InvalidArgument, ExitCodes.Refused)]
    [InlineData(StatusCode.FailedPrecondition, ExitCodes.Refused)]
    [InlineData(StatusCode.PermissionDenied, ExitCodes.Refused)]
    [InlineData(StatusCode.NotFound, ExitCodes.NotFound)]
    [InlineData(StatusCode.Aborted, ExitCodes.Conflict)]
    [InlineData(StatusCode.DeadlineExceeded, ExitCodes.Timeout)]
    [InlineData(StatusCode.Internal, ExitCodes.Failed)]
    [InlineData(StatusCode.Unimplemented, ExitCodes.Failed)]
    public async Task Call_Refused_HasExitCodeMessageAndWhatToDo(StatusCode code, int exitCode)
    {
        await using var cluster = await ScriptedCluster.StartAsync();
        cluster.Answer<MoveRequest>(_ => throw new RpcException(new Status(code, "because")));

        var run = await cluster.RunAsync("move", "web");

        Assert.Equal((exitCode, ""), (run.ExitCode, run.Output));
        Assert.StartsWith("error: ", run.Error, StringComparison.Ordinal);
        Assert.Contains("\nnext: ", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_ServerWithoutLeaderForAMoment_IsRepeated()
    {
        await using var cluster = await ScriptedCluster.StartAsync();
        cluster.Answer<MoveRequest>(_ => cluster.Requests.Count < 3
            ? throw new RpcException(new Status(StatusCode.Unavailable, "no leader now"))
            : new MoveResponse());

        var run = await cluster.RunAsync("move", "web");

        Assert.Equal((ExitCodes.Ok, 3), (run.ExitCode, cluster.Requests.Count));
    }

    [Fact]
    public async Task Call_NoServerHasQuorum_ExitsUnreachableAndNamesEach()
    {
        await using var cluster = await ScriptedCluster.StartAsync();
        cluster.Answer<MoveRequest>(_ => throw new RpcException(new Status(StatusCode.Unavailable, "no quorum")));

        var run = await CommandRun.StartAsync(
            "move", "web", "--timeout", "500ms", "--server", $"unix:///no/such.sock,{cluster.Address}");

        Assert.Equal(ExitCodes.Unreachable, run.ExitCode);
        Assert.Contains("  unix:///no/such.sock: no such socket\n", run.Error, StringComparison.Ordinal);
        Assert.Contains($"  {cluster.Address}: no quorum\n", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_FirstServerDown_GoesToTheNext()
    {
        await using var cluster = await ScriptedCluster.StartAsync();
        cluster.Answer<MoveRequest>(_ => new MoveResponse());

        var run = await CommandRun.StartAsync("move", "web", "--server", "127.0.0.1:1", "--server", cluster.Address);

        Assert.Equal(ExitCodes.Ok, run.ExitCode);
    }

    [Fact]
    public async Task Call_NoServerThere_SaysWhichWereTried()
    {
        var run = await CommandRun.StartAsync("status", "--server", "127.0.0.1:1,unix:///no/such.sock");

        Assert.Equal((ExitCodes.Unreachable, ""), (run.ExitCode, run.Output));
        Assert.StartsWith(
            "error: None of the servers can be reached.\n  127.0.0.1:1: Connection refused\n"
            + "  unix:///no/such.sock: no such socket\nnext: ",
            run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_ServerSilent_ExitsTimeout()
    {
        using var never = new ManualResetEventSlim();
        await using var cluster = await ScriptedCluster.StartAsync();
        cluster.Answer<MoveRequest>(_ =>
        {
            never.Wait(TestContext.Current.CancellationToken);
            return new MoveResponse();
        });

        var run = await cluster.RunAsync("move", "web", "--timeout", "300ms");
        never.Set();

        Assert.Equal(ExitCodes.Timeout, run.ExitCode);
        Assert.Contains("did not answer within 300ms", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_FirstServerSilent_GoesToTheNext()
    {
        using var never = new ManualResetEventSlim();
        await using var silent = await ScriptedCluster.StartAsync();
        silent.Answer<GetPlanRequest>(_ =>
        {
            never.Wait(TestContext.Current.CancellationToken);
            return new GetPlanResponse();
        });
        await using var answering = await ScriptedCluster.StartAsync();
        answering.Answer<GetPlanRequest>(_ => new GetPlanResponse());

        var run = await CommandRun.StartAsync("plan", "--server", $"{silent.Address},{answering.Address}");
        never.Set();

        Assert.Equal((ExitCodes.Ok, "Nothing to do.\n"), (run.ExitCode, run.Output));
    }

    [Fact]
    public async Task Message_OnTerminal_KeepsWordsWhole()
    {
        var run = await CommandRun.StartAsync(
            new Surroundings { IsTerminal = true, Variables = new() { ["NO_COLOR"] = "1" } },
            "status", "--server", "127.0.0.1:1");

        Assert.All(run.Error.Split('\n'), line => Assert.True(line.Length <= 80, line));
        Assert.Contains("\nnext: Check that microkerneld runs there and that ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Message_WithEscapeSequences_ShowsThemHarmless()
    {
        await using var cluster = await ScriptedCluster.StartAsync();
        cluster.Answer<MoveRequest>(_ => throw new RpcException(
            new Status(StatusCode.NotFound, "no \u001b]0;owned\u0007")));

        var run = await cluster.RunAsync("move", "web");

        Assert.DoesNotContain('\u001b', run.Error);
        Assert.DoesNotContain('\u0007', run.Error);
    }
}
