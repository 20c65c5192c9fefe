using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microkernel.Cli.Tests.Cluster;
using Microkernel.V1;

namespace Microkernel.Cli.Tests.Commands;

public class OperationTests
{
    [Fact]
    public async Task Move_ToNode_AsksForIt()
    {
        await using var cluster = await ScriptedCluster.StartAsync();
        cluster.Answer<MoveRequest>(request => new MoveResponse { Node = request.Node });

        var run = await cluster.RunAsync("move", "web", "--to", "vapp2");

        Assert.Equal("web moves to vapp2; follow it with 'mkctl status'.\n", run.Output);
        Assert.Equal(new MoveRequest { Resource = "web", Node = "vapp2" }, Assert.Single(cluster.Requests));
    }

    [Theory]
    [InlineData("standby", true)]
    [InlineData("unstandby", false)]
    public async Task Standby_Node_SetsIt(string command, bool standby)
    {
        await using var cluster = await ScriptedCluster.StartAsync();
        cluster.Answer<SetStandbyRequest>(_ => new SetStandbyResponse());

        var run = await cluster.RunAsync(command, "vapp1");

        Assert.Equal(ExitCodes.Ok, run.ExitCode);
        Assert.Equal(new SetStandbyRequest { Node = "vapp1", Standby = standby }, Assert.Single(cluster.Requests));
    }

    [Theory]
    [InlineData("down", true)]
    [InlineData("up", false)]
    public async Task NodeDownAndUp_Node_SetsWhetherItLeaves(string command, bool leave)
    {
        await using var cluster = await ScriptedCluster.StartAsync();
        cluster.Answer<SetLeaveRequest>(_ => new SetLeaveResponse());

        var run = await cluster.RunAsync("node", command, "vapp1");

        Assert.Equal(ExitCodes.Ok, run.ExitCode);
        Assert.Equal(new SetLeaveRequest { Node = "vapp1", Leave = leave }, Assert.Single(cluster.Requests));
    }

    [Fact]
    public async Task Cleanup_OnNode_TellsHowMany()
    {
        await using var cluster = await ScriptedCluster.StartAsync();
        cluster.Answer<CleanupRequest>(_ => new CleanupResponse { Forgotten = 3 });

        var run = await cluster.RunAsync("cleanup", "web", "--node", "vapp2");

        Assert.Equal("3 failures of web are forgotten.\n", run.Output);
        Assert.Equal(new CleanupRequest { Resource = "web", Node = "vapp2" }, Assert.Single(cluster.Requests));
    }

    [Fact]
    public async Task Delete_ByKindAndNames_SendsAllAtOnce()
    {
        await using var cluster = await ScriptedCluster.StartAsync();
        cluster.Answer<DeleteRequest>(_ => new DeleteResponse { Revision = 9 });

        var run = await cluster.RunAsync("delete", "locations", "a", "b");

        Assert.Equal("Location/a deleted\nLocation/b deleted\n", run.Output);
        Assert.Equal(2, Assert.IsType<DeleteRequest>(Assert.Single(cluster.Requests)).Objects.Count);
    }

    [Fact]
    public async Task Delete_StillReferredTo_IsRefused()
    {
        await using var cluster = await ScriptedCluster.StartAsync();
        cluster.Answer<DeleteRequest>(_ => throw new RpcException(
            new Status(StatusCode.FailedPrecondition, "Group/web refers to Resource/ip")));

        var run = await cluster.RunAsync("delete", "resource", "ip");

        Assert.Equal(ExitCodes.Refused, run.ExitCode);
        Assert.StartsWith("error: Group/web refers to Resource/ip\nnext: ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plan_Steps_ReadsAsGolden()
    {
        await using var cluster = await ScriptedCluster.StartAsync();
        cluster.Answer<GetPlanRequest>(_ => new GetPlanResponse
        {
            Actions =
            {
                new PlannedAction
                {
                    Id = 1, Operation = "fence", Node = "vapp2", Reason = "silent and may run ip-10.1.4.150",
                },
                new PlannedAction
                {
                    Id = 2, Operation = "start", Resource = "ip-10.1.4.150", Node = "vapp1", After = { 1 },
                    Reason = "vapp2 is lost",
                },
                new PlannedAction
                {
                    Id = 3, Operation = "start", Resource = "http", Node = "vapp1", After = { 1, 2 },
                    Reason = "follows ip-10.1.4.150 in the group VirtualHTTP",
                },
            },
            Placements =
            {
                new PlannedPlacement { Resource = "http", Node = "vapp1", Reason = "the only node that may run it" },
                new PlannedPlacement { Resource = "db", Reason = "targetRole is Stopped" },
            },
        });

        var run = await cluster.RunAsync("plan");

        Golden.Matches("Commands/plan.golden.txt", run.Output);
    }

    [Fact]
    public async Task DriverList_OfNode_ShowsItsDrivers()
    {
        await using var cluster = await ScriptedCluster.StartAsync();
        cluster.Answer<GetStatusRequest>(_ => StatusView.SampleStatus.Troubled());

        var run = await cluster.RunAsync("driver", "list", "--node", "vapp2");
        var unknown = await cluster.RunAsync("driver", "list", "--node", "vapp9");

        Assert.Equal(
            """
            NODE   DRIVER     VERSION  STATE        SINCE  CAN
            vapp2  fencing    0.1.0    active       30h    fencing
            vapp2  heartbeat  0.1.0    UNREACHABLE  30h    heartbeat
            vapp2  ocf        0.1.0    active       30h    resources

            """,
            run.Output);
        Assert.Equal(
            (ExitCodes.NotFound, "error: --node: 'vapp9': no such node.\nnext: There are vapp1, vapp2, witness.\n"),
            (unknown.ExitCode, unknown.Error));
    }

    [Fact]
    public async Task Version_WithoutServer_ShowsItsOwn()
    {
        var run = await CommandRun.StartAsync("version", "-o", "json", "--server", "unix:///no/such.sock");

        Assert.Equal(ExitCodes.Ok, run.ExitCode);
        Assert.Contains("\"mkctl\": \"", run.Output, StringComparison.Ordinal);
        Assert.Contains("unix:///no/such.sock: no such socket", run.Error, StringComparison.Ordinal);
    }
}
