using Microkernel.Driver.Tests;
using Microkernel.Driver.V1;

namespace Microkernel.Drivers.Ocf.Tests.Processes;

/// <summary>The driver as a program of its own: what it manages outlives it.</summary>
public sealed class DriverLifeTests : IDisposable
{
    private readonly TestFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Kill_ResourceStarted_ResourceGoesOnAndNewInstanceSeesIt()
    {
        // The daemon writes to the output that it inherited, also after the driver is dead.
        var script = _folder.Script("daemon", $$"""
            #!/bin/sh
            pid={{_folder.File("pid")}}
            case $1 in
            start) (while sleep 0.05; do echo tick; date +%s%N > {{_folder.File("beat")}}; done) & echo $! > $pid;;
            stop) kill `cat $pid`; rm -f $pid;;
            status) [ -e $pid ] && kill -0 `cat $pid` && exit 0; exit 3;;
            esac
            """);
        await using var first = await DriverProcess.StartAsync("ocf", _folder.Path);
        var started = await first.ExecuteAsync(OcfDriver.Request("lsb:" + script, ResourceAction.Start));
        Assert.Equal(Outcome.Ok, started.Outcome);

        first.Process.Kill();
        await first.Process.WaitForExitAsync(Cancel);

        var beat = "";
        for (var i = 0; i < 3; i++)
        {
            var last = beat;
            await Eventually.TrueAsync(() => Beat() is { Length: > 0 } now && now != last, "the daemon goes on");
            beat = Beat();
        }
        await using var second = await DriverProcess.StartAsync("ocf", _folder.Path, generation: 2);
        Assert.Equal(Outcome.Ok, (await ActAsync(second, script, ResourceAction.Monitor)).Outcome);
        Assert.Equal(Outcome.Ok, (await ActAsync(second, script, ResourceAction.Stop)).Outcome);
        Assert.Equal(Outcome.NotRunning, (await ActAsync(second, script, ResourceAction.Monitor)).Outcome);

        string Beat() => File.Exists(_folder.File("beat")) ? File.ReadAllText(_folder.File("beat")) : "";
    }

    [Fact]
    public async Task Terminate_OperationUnderWay_EndsItThenExitsWithZero()
    {
        var script = _folder.Script("slow", $"""
            #!/bin/sh
            touch {_folder.File("begun")}
            while ! [ -e {_folder.File("go")} ]; do sleep 0.05; done
            """);
        await using var driver = await DriverProcess.StartAsync("ocf", _folder.Path);
        var running = driver.ExecuteAsync(OcfDriver.Request("lsb:" + script, ResourceAction.Start));
        await Eventually.TrueAsync(() => File.Exists(_folder.File("begun")), "the script has begun");

        var ending = driver.TerminateAsync();
        await Eventually.TrueAsync(() => Refuses(driver, script), "new operations are refused");
        await File.WriteAllTextAsync(_folder.File("go"), "", Cancel);

        Assert.Equal(Outcome.Ok, (await running).Outcome);
        Assert.Equal(0, await ending);
        Assert.False(File.Exists(driver.Socket));
    }

    [Fact]
    public async Task AtRest_AfterReadingTheCatalogue_StaysSmall()
    {
        await using var driver = await DriverProcess.StartAsync("ocf", _folder.Path);
        await driver.Driver.ListAgentsAsync(new ListAgentsRequest(), cancellationToken: Cancel);
        await driver.Driver.DescribeAgentAsync(
            new DescribeAgentRequest { Agent = "ocf:heartbeat:IPaddr2" }, cancellationToken: Cancel);

        var megabytes = driver.ResidentBytes / 1e6;

        TestContext.Current.TestOutputHelper?.WriteLine($"resident: {megabytes:F1} MB");
        Assert.InRange(megabytes, 1, 80);
    }

    [Fact]
    public async Task IPaddr2_InANamespace_TakesAndGivesUpTheAddress()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "needs root for a network namespace");
        using var network = new TestNetwork();
        await using var driver = await DriverProcess.StartAsync("ocf", _folder.Path, network.Name);
        (string, string)[] parameters =
            [("ip", "10.99.7.150"), ("cidr_netmask", "24"), ("nic", TestNetwork.Interface), ("arp_count", "1")];

        async Task<ExecuteResponse> Act(ResourceAction action) => await driver.ExecuteAsync(
            OcfDriver.Request("ocf:heartbeat:IPaddr2", action, parameters));

        Assert.Equal(Outcome.NotRunning, (await Act(ResourceAction.Monitor)).Outcome);
        var started = await Act(ResourceAction.Start);
        Assert.True(started.Outcome == Outcome.Ok, $"{started}");
        Assert.Contains("10.99.7.150/24", network.Addresses(), StringComparison.Ordinal);
        Assert.Equal(Outcome.Ok, (await Act(ResourceAction.Monitor)).Outcome);
        Assert.Equal(Outcome.Ok, (await Act(ResourceAction.Stop)).Outcome);
        Assert.DoesNotContain("10.99.7.150", network.Addresses(), StringComparison.Ordinal);
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"start took {started.Duration.ToTimeSpan().TotalMilliseconds:F0} ms");
    }

    private static async Task<ExecuteResponse> ActAsync(DriverProcess driver, string script, ResourceAction action)
    {
        var request = OcfDriver.Request("lsb:" + script, action);
        request.DriverGeneration = 2;
        return await driver.ExecuteAsync(request);
    }

    private static bool Refuses(DriverProcess driver, string script)
    {
        try
        {
            var request = OcfDriver.Request("lsb:" + script, ResourceAction.Monitor);
            request.Resource = request.OperationId;
            driver.Resources.Execute(
                request, deadline: DateTime.UtcNow.AddMilliseconds(200), cancellationToken: Cancel);
            return false;
        }
        catch (Grpc.Core.RpcException e) when (e.StatusCode == Grpc.Core.StatusCode.DeadlineExceeded)
        {
            return false;
        }
        catch (Grpc.Core.RpcException e) when (e.StatusCode == Grpc.Core.StatusCode.Unavailable)
        {
            return true;
        }
    }
}
