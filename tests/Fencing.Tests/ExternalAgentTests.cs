using Grpc.Core;
using Microkernel.Driver.Tests;
using Microkernel.Driver.V1;

namespace Microkernel.Drivers.Fencing.Tests;

/// <summary>STONITH plugins of the external kind.</summary>
public sealed class ExternalAgentTests : IDisposable
{
    private readonly TestFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ExternalAgentTests() => _folder.Script("strip", $$"""
        #!/bin/sh
        echo "$*" >> {{_folder.Path}}/calls
        case $1 in
        off) ha_log.sh err "no such $place: $community"; exit 1;;
        on) env > {{_folder.Path}}/environment;;
        getinfo-devid|getinfo-devdescr) echo "A strip of sockets";;
        getinfo-xml) echo '<parameters><parameter name="community" required="1"><content type="string"/></parameter></parameters>';;
        esac
        """);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Describe_EveryPluginOfTheDistribution_Parses()
    {
        await using var driver = await FencingDriver.StartAsync([], ["/usr/lib/stonith/plugins/external"]);
        var names = (await driver.Driver.ListAgentsAsync(new ListAgentsRequest(), cancellationToken: Cancel)).Agents
            .Where(name => name.StartsWith("fence:external/", StringComparison.Ordinal)).ToList();
        Assert.Contains("fence:external/rackpdu", names);

        foreach (var name in names)
        {
            var agent = (await driver.Driver.DescribeAgentAsync(
                new DescribeAgentRequest { Agent = name }, cancellationToken: Cancel)).Agent;
            Assert.NotEmpty(agent.Summary);
            Assert.NotEmpty(agent.Parameters);
        }
    }

    [Fact]
    public async Task On_Parameters_ReachThePluginByEnvironmentOnly()
    {
        await using var driver = await StartAsync();
        var request = FencingDriver.Request("fence:external/strip", FenceAction.On, ("place", "rack 3"));
        request.SecretParameters.Add("community", "hunter2");

        var on = await driver.FenceAsync(request);

        Assert.True(on.Succeeded, on.Reason);
        Assert.Equal(["on n2"], await File.ReadAllLinesAsync(_folder.File("calls"), Cancel));
        var environment = await File.ReadAllLinesAsync(_folder.File("environment"), Cancel);
        Assert.Contains("place=rack 3", environment);
        Assert.Contains("community=hunter2", environment);
    }

    [Fact]
    public async Task Off_PluginFails_ShowsItsLogWithSecretsMasked()
    {
        await using var driver = await StartAsync();
        var request = FencingDriver.Request("fence:external/strip", FenceAction.Off, ("place", "outlet"));
        request.SecretParameters.Add("community", "hunter2");

        var off = await driver.FenceAsync(request);

        Assert.Equal((false, FenceVerdict.NotVerified), (off.Succeeded, off.Verdict));
        Assert.Contains("no such outlet: ********", off.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", off.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Status_OfANode_IsRefused()
    {
        await using var driver = await StartAsync();

        var status = await driver.FenceAsync("fence:external/strip", FenceAction.Status);

        Assert.Equal((false, FenceVerdict.Refused), (status.Succeeded, status.Verdict));
    }

    [Theory]
    [InlineData("n2; reboot")]
    [InlineData("$(reboot)")]
    [InlineData("-n2")]
    public async Task Node_ThatIsNoHostName_NeverReachesTheShell(string node)
    {
        await using var driver = await StartAsync();
        var request = FencingDriver.Request("fence:external/strip", FenceAction.Off);
        request.Node = node;

        await TestDriver.RefusedAsync(StatusCode.InvalidArgument, driver.FenceAsync(request));

        Assert.False(File.Exists(_folder.File("calls")));
    }

    [Theory]
    [InlineData("PATH")]
    [InlineData("LD_PRELOAD")]
    [InlineData("BASH_ENV")]
    [InlineData("a-b")]
    public async Task Parameter_ThatWouldChangeTheShell_IsRefused(string name)
    {
        await using var driver = await StartAsync();

        var message = await TestDriver.RefusedAsync(
            StatusCode.InvalidArgument, driver.FenceAsync("fence:external/strip", FenceAction.Off, (name, "/tmp")));

        Assert.Contains($"parameters[\"{name}\"]", message, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.File("calls")));
    }

    [Theory]
    [InlineData("fence:external/../../../../bin/true")]
    [InlineData("fence:external/")]
    public async Task Name_ThatClimbs_IsNoAgent(string agent)
    {
        await using var driver = await StartAsync();

        await TestDriver.RefusedAsync(StatusCode.NotFound, driver.FenceAsync(agent, FenceAction.Off));
    }

    [Fact]
    public async Task Manual_Off_AsksTheOperatorAndIsNoProof()
    {
        await using var driver = await StartAsync();

        var off = await driver.FenceAsync("fence:manual", FenceAction.Off);

        Assert.Equal((false, FenceVerdict.NotVerified), (off.Succeeded, off.Verdict));
        Assert.Contains("mkctl fence confirm n2", off.Reason, StringComparison.Ordinal);
    }

    private Task<TestDriver> StartAsync() => FencingDriver.StartAsync([], [_folder.Path]);
}
