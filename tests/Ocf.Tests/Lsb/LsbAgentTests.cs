using Grpc.Core;
using Microkernel.Driver.Tests;
using Microkernel.Driver.V1;

namespace Microkernel.Drivers.Ocf.Tests.Lsb;

public sealed class LsbAgentTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0, Outcome.Ok, ResourceState.Started)]
    [InlineData(1, Outcome.NotRunning, ResourceState.Stopped)]
    [InlineData(2, Outcome.NotRunning, ResourceState.Stopped)]
    [InlineData(3, Outcome.NotRunning, ResourceState.Stopped)]
    [InlineData(4, Outcome.Failed, ResourceState.Failed)]
    [InlineData(150, Outcome.FailedHere, ResourceState.Stopped)]
    public async Task Status_ExitCode_Means(int code, Outcome outcome, ResourceState state)
    {
        _folder.Script("coded", $"#!/bin/sh\nexit {code}\n");
        await using var driver = await OcfDriver.StartAsync(initDirectory: _folder.Path);

        var ended = await driver.ActAsync("lsb:coded", ResourceAction.Monitor);

        Assert.Equal((outcome, state), (ended.Outcome, ended.State));
    }

    [Theory]
    [InlineData(ResourceAction.Start, 0, 3, Outcome.Ok, ResourceState.Started)]
    [InlineData(ResourceAction.Start, 1, 3, Outcome.Failed, ResourceState.Failed)]
    [InlineData(ResourceAction.Start, 1, 0, Outcome.Ok, ResourceState.Started)]
    [InlineData(ResourceAction.Start, 5, 3, Outcome.FailedHere, ResourceState.Failed)]
    [InlineData(ResourceAction.Stop, 0, 0, Outcome.Ok, ResourceState.Stopped)]
    [InlineData(ResourceAction.Stop, 7, 0, Outcome.Ok, ResourceState.Stopped)]
    [InlineData(ResourceAction.Stop, 1, 3, Outcome.Ok, ResourceState.Stopped)]
    [InlineData(ResourceAction.Stop, 1, 0, Outcome.Failed, ResourceState.Failed)]
    [InlineData(ResourceAction.Stop, 1, 4, Outcome.Failed, ResourceState.Failed)]
    [InlineData(ResourceAction.Promote, 0, 0, Outcome.FailedHere, ResourceState.Unspecified)]
    public async Task Change_ExitCodeAndStatus_Mean(
        ResourceAction action, int code, int status, Outcome outcome, ResourceState state)
    {
        _folder.Script("coded", $"#!/bin/sh\n[ $1 = status ] && exit {status}\nexit {code}\n");
        await using var driver = await OcfDriver.StartAsync(initDirectory: _folder.Path);

        var ended = await driver.ActAsync("lsb:coded", action);

        Assert.Equal((outcome, state), (ended.Outcome, ended.State));
    }

    [Fact]
    public async Task Start_ScriptByItsPath_Runs()
    {
        var path = _folder.Script("elsewhere", "#!/bin/sh\necho $0 $1\n");
        await using var driver = await OcfDriver.StartAsync();

        var ended = await driver.ActAsync("lsb:" + path, ResourceAction.Start);

        Assert.Equal($"{path} start", ended.Output);
    }

    [Fact]
    public async Task Start_WithParameters_Refused()
    {
        _folder.Script("coded", "#!/bin/sh\n");
        await using var driver = await OcfDriver.StartAsync(initDirectory: _folder.Path);

        await TestDriver.RefusedAsync(
            StatusCode.InvalidArgument, driver.ActAsync("lsb:coded", ResourceAction.Start, ("port", "80")));
    }

    [Fact]
    public async Task Describe_InitInfo_BecomesTheDescription()
    {
        _folder.Script("web", """
            #!/bin/sh
            ### BEGIN INIT INFO
            # Provides:          web
            # Short-Description: A web server
            # Description:       Serves pages
            #                    all day.
            ### END INIT INFO
            """);
        await using var driver = await OcfDriver.StartAsync(initDirectory: _folder.Path);

        var agent = (await driver.Driver.DescribeAgentAsync(
            new DescribeAgentRequest { Agent = "lsb:web" },
            cancellationToken: TestContext.Current.CancellationToken)).Agent;

        Assert.Equal("A web server", agent.Summary);
        Assert.Equal("Serves pages\nall day.", agent.Description);
    }
}
