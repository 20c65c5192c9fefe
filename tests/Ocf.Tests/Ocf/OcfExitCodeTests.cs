using Google.Protobuf.WellKnownTypes;
using Microkernel.Driver.Tests;
using Microkernel.Driver.V1;

namespace Microkernel.Drivers.Ocf.Tests.Ocf;

public sealed class OcfExitCodeTests : IDisposable
{
    private const string Agent = "ocf:test:coded";

    private readonly TestFolder _root = new();

    public OcfExitCodeTests() => _root.Script("resource.d/test/coded", """
        #!/bin/sh
        [ -n "$OCF_RESKEY_say" ] && echo "ocf-exit-reason:$OCF_RESKEY_say" >&2
        exit ${OCF_RESKEY_code:-0}
        """);

    public void Dispose() => _root.Dispose();

    [Theory]
    [InlineData(0, Outcome.Ok, ResourceState.Started)]
    [InlineData(1, Outcome.Failed, ResourceState.Failed)]
    [InlineData(2, Outcome.FailedHere, ResourceState.Unspecified)]
    [InlineData(3, Outcome.FailedHere, ResourceState.Unspecified)]
    [InlineData(4, Outcome.FailedHere, ResourceState.Unspecified)]
    [InlineData(5, Outcome.FailedHere, ResourceState.Stopped)]
    [InlineData(6, Outcome.FailedEverywhere, ResourceState.Unspecified)]
    [InlineData(7, Outcome.NotRunning, ResourceState.Stopped)]
    [InlineData(8, Outcome.Ok, ResourceState.Promoted)]
    [InlineData(9, Outcome.Failed, ResourceState.Failed)]
    [InlineData(190, Outcome.Ok, ResourceState.Started)]
    [InlineData(191, Outcome.Ok, ResourceState.Promoted)]
    [InlineData(42, Outcome.Failed, ResourceState.Failed)]
    public Task Monitor_ExitCode_Means(int code, Outcome outcome, ResourceState state) =>
        MeansAsync(ResourceAction.Monitor, code, outcome, state);

    [Theory]
    [InlineData(ResourceAction.Start, 0, Outcome.Ok, ResourceState.Started)]
    [InlineData(ResourceAction.Start, 1, Outcome.Failed, ResourceState.Failed)]
    [InlineData(ResourceAction.Start, 5, Outcome.FailedHere, ResourceState.Failed)]
    [InlineData(ResourceAction.Start, 6, Outcome.FailedEverywhere, ResourceState.Failed)]
    [InlineData(ResourceAction.Start, 7, Outcome.Failed, ResourceState.Stopped)]
    [InlineData(ResourceAction.Stop, 0, Outcome.Ok, ResourceState.Stopped)]
    [InlineData(ResourceAction.Stop, 7, Outcome.Ok, ResourceState.Stopped)]
    [InlineData(ResourceAction.Stop, 1, Outcome.Failed, ResourceState.Failed)]
    [InlineData(ResourceAction.Promote, 0, Outcome.Ok, ResourceState.Promoted)]
    [InlineData(ResourceAction.Promote, 9, Outcome.Failed, ResourceState.Failed)]
    [InlineData(ResourceAction.Demote, 0, Outcome.Ok, ResourceState.Started)]
    [InlineData(ResourceAction.Demote, 7, Outcome.Failed, ResourceState.Stopped)]
    [InlineData(ResourceAction.MigrateTo, 0, Outcome.Ok, ResourceState.Unspecified)]
    [InlineData(ResourceAction.MigrateFrom, 0, Outcome.Ok, ResourceState.Started)]
    [InlineData(ResourceAction.Notify, 0, Outcome.Ok, ResourceState.Unspecified)]
    public Task Change_ExitCode_Means(ResourceAction action, int code, Outcome outcome, ResourceState state) =>
        MeansAsync(action, code, outcome, state);

    [Fact]
    public async Task Failure_WithExitReason_TellsIt()
    {
        await using var driver = await OcfDriver.StartAsync(_root.Path);

        var ended = await driver.ActAsync(
            Agent, ResourceAction.Start, ("code", "6"), ("say", "no such file: /etc/x"));

        Assert.Equal("the configuration is wrong (OCF_ERR_CONFIGURED): no such file: /etc/x", ended.Reason);
    }

    [Fact]
    public async Task Secret_InOutputAndReason_IsMasked()
    {
        await using var driver = await OcfDriver.StartAsync(_root.Path);
        var request = OcfDriver.Request(Agent, ResourceAction.Start, ("code", "1"));
        request.SecretParameters.Add("say", "hunter2");

        var ended = await driver.Resources.ExecuteAsync(
            request, cancellationToken: TestContext.Current.CancellationToken);

        Assert.DoesNotContain("hunter2", ended.ToString(), StringComparison.Ordinal);
        Assert.Contains("********", ended.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Timeout_AgentHangs_IsKilledWithAllItStarted()
    {
        var pids = _root.File("pids");
        _root.Script("resource.d/test/hangs", $"""
            #!/bin/sh
            sleep 600 &
            echo $! > {pids}
            sleep 600
            """);
        await using var driver = await OcfDriver.StartAsync(_root.Path);
        var request = OcfDriver.Request("ocf:test:hangs", ResourceAction.Start);
        request.Timeout = TimeSpan.FromSeconds(1).ToDuration();

        var ended = await driver.Resources.ExecuteAsync(
            request, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal((Outcome.TimedOut, ResourceState.Unspecified), (ended.Outcome, ended.State));
        Assert.Contains("out of time", ended.Reason, StringComparison.Ordinal);
        var child = (await File.ReadAllTextAsync(pids, TestContext.Current.CancellationToken)).Trim();
        await Eventually.TrueAsync(() => !Directory.Exists($"/proc/{child}"), "what the agent started is gone");
    }

    private async Task MeansAsync(ResourceAction action, int code, Outcome outcome, ResourceState state)
    {
        await using var driver = await OcfDriver.StartAsync(_root.Path);

        var ended = await driver.ActAsync(Agent, action, ("code", $"{code}"));

        Assert.Equal((outcome, state, code), (ended.Outcome, ended.State, ended.ExitCode));
        if (outcome is not (Outcome.Ok or Outcome.NotRunning))
            Assert.NotEmpty(ended.Reason);
    }
}
