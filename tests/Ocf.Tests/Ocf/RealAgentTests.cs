using Microkernel.Driver.Tests;
using Microkernel.Driver.V1;

namespace Microkernel.Drivers.Ocf.Tests.Ocf;

/// <summary>Agents of the package resource-agents, through their lives.</summary>
public sealed class RealAgentTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public Task Dummy_WholeLife_IsSeenAsItIs()
    {
        RequireRoot();
        return LiveAsync("ocf:heartbeat:Dummy", ("state", _folder.File("state")));
    }

    [Fact]
    public Task Anything_WholeLife_IsSeenAsItIs()
    {
        RequireRoot();
        return LiveAsync(
            "ocf:heartbeat:anything",
            ("binfile", "/bin/sleep"), ("cmdline_options", "600"), ("pidfile", _folder.File("pid")));
    }

    [Fact]
    public async Task IPaddr2_RequiredParameterMissing_FailsEverywhere()
    {
        RequireRoot();
        await using var driver = await OcfDriver.StartAsync();

        var ended = await driver.ActAsync("ocf:heartbeat:IPaddr2", ResourceAction.Start);

        Assert.Equal(Outcome.FailedEverywhere, ended.Outcome);
        Assert.Contains("ip parameter", ended.Reason, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Validate_AgentsOwnRules_AreAsked()
    {
        RequireRoot();
        await using var driver = await OcfDriver.StartAsync();
        var request = new ValidateRequest { Agent = "ocf:heartbeat:Filesystem", RunAgent = true };
        request.Parameters.Add("device", "/no/such/device");
        request.Parameters.Add("directory", _folder.Path);
        request.Parameters.Add("fstype", "no-such-type");

        var answer = await driver.Resources.ValidateAsync(
            request, cancellationToken: TestContext.Current.CancellationToken);

        Assert.NotEmpty(answer.Problems);
    }

    private static async Task LiveAsync(string agent, params (string Name, string Value)[] parameters)
    {
        await using var driver = await OcfDriver.StartAsync();

        async Task Expect(ResourceAction action, Outcome outcome, ResourceState state)
        {
            var ended = await driver.ActAsync(agent, action, parameters);
            Assert.True(
                (outcome, state) == (ended.Outcome, ended.State), $"{action}: expected {outcome} {state}, got {ended}");
        }

        await Expect(ResourceAction.Monitor, Outcome.NotRunning, ResourceState.Stopped);
        await Expect(ResourceAction.Stop, Outcome.Ok, ResourceState.Stopped);
        await Expect(ResourceAction.Start, Outcome.Ok, ResourceState.Started);
        await Expect(ResourceAction.Start, Outcome.Ok, ResourceState.Started);
        await Expect(ResourceAction.Monitor, Outcome.Ok, ResourceState.Started);
        await Expect(ResourceAction.Stop, Outcome.Ok, ResourceState.Stopped);
        await Expect(ResourceAction.Monitor, Outcome.NotRunning, ResourceState.Stopped);
    }

    private static void RequireRoot() => Assert.SkipUnless(Environment.IsPrivilegedProcess, "needs root");
}
