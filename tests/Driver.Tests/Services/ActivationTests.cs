using Grpc.Core;
using Microkernel.Driver.V1;

namespace Microkernel.Driver.Tests.Services;

public sealed class ActivationTests
{
    private readonly RecordingAgent _agent = new();

    [Fact]
    public async Task Handshake_NoVersionInCommon_NamesBothLists()
    {
        await using var driver = await StartAsync();

        var message = await TestDriver.RefusedAsync(StatusCode.FailedPrecondition, driver.GreetAsync(1, 7, 8));

        Assert.Contains("7, 8", message, StringComparison.Ordinal);
        Assert.Contains("this driver speaks 1", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Handshake_OlderCore_Aborted()
    {
        await using var driver = await StartAsync();
        await driver.GreetAsync(epoch: 5);

        await TestDriver.RefusedAsync(StatusCode.Aborted, driver.GreetAsync(epoch: 4));
        await driver.GreetAsync(epoch: 5);
    }

    [Fact]
    public async Task Handshake_NothingSaid_NamesTheField()
    {
        await using var driver = await StartAsync();

        var call = driver.Driver.HandshakeAsync(
            new HandshakeRequest(), cancellationToken: TestContext.Current.CancellationToken).ResponseAsync;

        Assert.StartsWith(
            "cluster:", await TestDriver.RefusedAsync(StatusCode.InvalidArgument, call), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Activate_BeforeHandshake_Refused()
    {
        await using var driver = await StartAsync();

        await TestDriver.RefusedAsync(StatusCode.FailedPrecondition, driver.ActivateAsync(1));
    }

    [Fact]
    public async Task Activate_LowerGeneration_Aborted()
    {
        await using var driver = await StartAsync();
        await driver.GreetAsync();
        await driver.ActivateAsync(3);

        await TestDriver.RefusedAsync(StatusCode.Aborted, driver.ActivateAsync(2));
    }

    [Fact]
    public async Task Execute_OtherGeneration_Refused()
    {
        await using var driver = await StartAsync();
        await driver.GreetAsync();
        await driver.ActivateAsync(3);

        await TestDriver.RefusedAsync(
            StatusCode.FailedPrecondition, driver.ExecuteAsync("op", r => r.DriverGeneration = 2));

        Assert.Empty(_agent.Begun);
    }

    [Fact]
    public async Task Execute_Observer_MonitorsButDoesNotAct()
    {
        await using var driver = await StartAsync();
        await driver.GreetAsync();
        await driver.ActivateAsync(1, Activation.Observer);

        await TestDriver.RefusedAsync(StatusCode.FailedPrecondition, driver.ExecuteAsync("op1"));
        var seen = await driver.ExecuteAsync("op2", r =>
        {
            r.Action = ResourceAction.Monitor;
            r.Token = null;
        });

        Assert.Equal(Outcome.Ok, seen.Outcome);
        Assert.Equal(ResourceAction.Monitor, Assert.Single(_agent.Begun).Action);
    }

    [Fact]
    public async Task Drain_OperationUnderWay_WaitsAndLetsNothingIn()
    {
        await using var driver = await TestDriver.StartActiveAsync(_agent);
        _agent.Hold();
        var running = driver.ExecuteAsync("op1");
        await Eventually.TrueAsync(() => _agent.Begun.Count == 1, "the operation has begun");

        var early = driver.Driver.DrainAsync(
            new DrainRequest(), deadline: DateTime.UtcNow.AddMilliseconds(200),
            cancellationToken: TestContext.Current.CancellationToken).ResponseAsync;
        await TestDriver.RefusedAsync(StatusCode.DeadlineExceeded, early);
        await TestDriver.RefusedAsync(StatusCode.Unavailable, driver.ExecuteAsync("op2"));
        _agent.Release();
        await driver.Driver.DrainAsync(new DrainRequest(), cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(Outcome.Ok, (await running).Outcome);
        Assert.Equal(Outcome.Ok, (await driver.ExecuteAsync("op1")).Outcome);
        Assert.Single(_agent.Begun);
    }

    [Fact]
    public async Task Activate_AfterDrain_LetsOperationsInAgain()
    {
        await using var driver = await TestDriver.StartActiveAsync(_agent);
        await driver.Driver.DrainAsync(new DrainRequest(), cancellationToken: TestContext.Current.CancellationToken);

        await driver.ActivateAsync(2);

        Assert.Equal(Outcome.Ok, (await driver.ExecuteAsync("op", r => r.DriverGeneration = 2)).Outcome);
    }

    private Task<TestDriver> StartAsync() => TestDriver.StartAsync(
        builder => builder.AddResources(_ => new FixedAgentClass<IResourceAgent>("test", _agent)));
}
