using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microkernel.Driver.V1;

namespace Microkernel.Driver.Tests.Services;

public sealed class ResourceOperationTests
{
    private readonly RecordingAgent _agent = new();

    [Fact]
    public async Task Execute_SameIdAgain_GivesTheSameResultWithoutRunning()
    {
        await using var driver = await TestDriver.StartActiveAsync(_agent);

        var first = await driver.ExecuteAsync("op");
        var second = await driver.ExecuteAsync("op", r => r.Token = new FencingToken { Term = 2, Step = 9 });

        Assert.Equal(first, second);
        Assert.Single(_agent.Begun);
    }

    [Fact]
    public async Task Execute_SameIdTwentyTimesAtOnce_RunsOnce()
    {
        await using var driver = await TestDriver.StartActiveAsync(_agent);
        _agent.Hold();

        var calls = Enumerable.Range(0, 20).Select(_ => driver.ExecuteAsync("op")).ToArray();
        await Eventually.TrueAsync(() => _agent.Begun.Count > 0, "the operation has begun");
        _agent.Release();
        await Task.WhenAll(calls);

        Assert.Single(_agent.Begun);
    }

    [Fact]
    public async Task Execute_CallerGoneAndBack_JoinsTheSameOperation()
    {
        await using var driver = await TestDriver.StartActiveAsync(_agent);
        _agent.Hold();

        await TestDriver.RefusedAsync(
            StatusCode.DeadlineExceeded, driver.ExecuteAsync("op", deadline: TimeSpan.FromMilliseconds(300)));
        var again = driver.ExecuteAsync("op");
        _agent.Release();

        Assert.Equal(Outcome.Ok, (await again).Outcome);
        Assert.Single(_agent.Begun);
    }

    [Fact]
    public async Task Execute_SameIdForSomethingElse_Refused()
    {
        await using var driver = await TestDriver.StartActiveAsync(_agent);
        await driver.ExecuteAsync("op", r => r.SecretParameters.Add("password", "a"));

        var message = await TestDriver.RefusedAsync(
            StatusCode.InvalidArgument, driver.ExecuteAsync("op", r => r.SecretParameters.Add("password", "b")));

        Assert.StartsWith("operation_id:", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Execute_SameResource_OneAtATimeAndOthersBeside()
    {
        await using var driver = await TestDriver.StartActiveAsync(_agent);
        _agent.Hold();

        var first = driver.ExecuteAsync("op1");
        await Eventually.TrueAsync(() => _agent.Begun.Count == 1, "the first has begun");
        var second = driver.ExecuteAsync("op2", r => r.Action = ResourceAction.Stop);
        var other = driver.ExecuteAsync("op3", r => r.Resource = "r2");
        await Eventually.TrueAsync(() => _agent.Begun.Count == 2, "the other resource's has begun");

        Assert.Equal(["op1", "op3"], _agent.Begun.Select(operation => operation.OperationId));
        _agent.Release();
        await Task.WhenAll(first, second, other);
        Assert.Equal("op2", _agent.Begun[2].OperationId);
    }

    [Fact]
    public async Task Execute_OlderTerm_AbortedAlsoWhenItWaitedItsTurn()
    {
        await using var driver = await TestDriver.StartActiveAsync(_agent);
        _agent.Hold();
        var first = driver.ExecuteAsync("op1");
        await Eventually.TrueAsync(() => _agent.Begun.Count == 1, "the first has begun");
        var waiting = driver.ExecuteAsync("op2");
        var newer = driver.ExecuteAsync("op3", r =>
        {
            r.Resource = "r2";
            r.Token.Term = 2;
        });
        await Eventually.TrueAsync(() => _agent.Begun.Count == 2, "the newer leader's has begun");
        _agent.Release();

        await TestDriver.RefusedAsync(StatusCode.Aborted, waiting);
        await Task.WhenAll(first, newer);
        await TestDriver.RefusedAsync(StatusCode.Aborted, driver.ExecuteAsync("op4"));
        Assert.Equal(2, _agent.Begun.Count);
    }

    [Fact]
    public async Task Execute_LowerStep_RefusedForAChangeNotForAMonitor()
    {
        await using var driver = await TestDriver.StartActiveAsync(_agent);
        await driver.ExecuteAsync("op1", r => r.Token.Step = 5);

        await TestDriver.RefusedAsync(StatusCode.Aborted, driver.ExecuteAsync("op2", r => r.Token.Step = 4));
        await driver.ExecuteAsync("op3", r =>
        {
            r.Token.Step = 4;
            r.Action = ResourceAction.Monitor;
        });

        Assert.Equal(["op1", "op3"], _agent.Begun.Select(operation => operation.OperationId));
    }

    [Fact]
    public async Task Execute_OutOfTime_SaysTimedOutAndStateUnknown()
    {
        await using var driver = await TestDriver.StartActiveAsync(_agent);
        _agent.Hold();

        var ended = await driver.ExecuteAsync("op", r => r.Timeout = TimeSpan.FromMilliseconds(100).ToDuration());

        Assert.Equal(Outcome.TimedOut, ended.Outcome);
        Assert.Equal(ResourceState.Unspecified, ended.State);
        Assert.Contains("0.1 s", ended.Reason, StringComparison.Ordinal);
        _agent.Release();
    }

    [Fact]
    public async Task Execute_AgentThrows_FailsAndIsRemembered()
    {
        await using var driver = await TestDriver.StartActiveAsync(_agent);
        _agent.Answer = _ => throw new IOException("disk on fire");

        var first = await driver.ExecuteAsync("op");
        await driver.ExecuteAsync("op");

        Assert.Equal(Outcome.Failed, first.Outcome);
        Assert.Contains("disk on fire", first.Reason, StringComparison.Ordinal);
        Assert.Single(_agent.Begun);
    }

    [Fact]
    public async Task Execute_AgentRefusesParameter_InvalidAndMayBeAskedAgain()
    {
        await using var driver = await TestDriver.StartActiveAsync(_agent);
        _agent.Answer = _ => throw new AgentArgumentException("parameters[\"ip\"]", "expected an address");

        var message = await TestDriver.RefusedAsync(StatusCode.InvalidArgument, driver.ExecuteAsync("op"));
        await TestDriver.RefusedAsync(StatusCode.InvalidArgument, driver.ExecuteAsync("op"));

        Assert.Equal("parameters[\"ip\"]: expected an address", message);
        Assert.Equal(2, _agent.Begun.Count);
    }

    public static TheoryData<string, Action<ExecuteRequest>> Malformed => new()
    {
        { "operation_id:", r => r.OperationId = "" },
        { "operation_id:", r => r.OperationId = new string('x', 129) },
        { "action:", r => r.Action = ResourceAction.Unspecified },
        { "action:", r => r.Action = (ResourceAction)99 },
        { "token:", r => r.Token = null },
        { "token.term:", r => r.Token.Term = 0 },
        { "driver_generation:", r => r.DriverGeneration = 0 },
        { "resource:", r => r.Resource = "" },
        { "resource:", r => r.Resource = "a\nb" },
        { "agent:", r => r.Agent = "" },
        { "timeout:", r => r.Timeout = null },
        { "timeout:", r => r.Timeout = new Duration() },
        { "timeout:", r => r.Timeout = new Duration { Seconds = -1 } },
        { "timeout:", r => r.Timeout = new Duration { Seconds = 1, Nanos = -1 } },
        { "timeout:", r => r.Timeout = new Duration { Seconds = 1_000_000 } },
        { "parameters[\"a=b\"]:", r => r.Parameters.Add("a=b", "x") },
        { "parameters[\"a\"]:", r => r.Parameters.Add("a", "x\0y") },
        { "parameters[\"a\"]:", r => AddTwice(r) },
    };

    [Theory]
    [MemberData(nameof(Malformed), DisableDiscoveryEnumeration = true)]
    public async Task Execute_MalformedRequest_NamesTheFieldAndDoesNothing(
        string field, Action<ExecuteRequest> change)
    {
        await using var driver = await TestDriver.StartActiveAsync(_agent);

        var message = await TestDriver.RefusedAsync(StatusCode.InvalidArgument, driver.ExecuteAsync("op", change));

        Assert.Contains(field, message, StringComparison.Ordinal);
        Assert.Empty(_agent.Begun);
    }

    [Theory]
    [InlineData("test:nobody")]
    [InlineData("other:recorder")]
    [InlineData("recorder")]
    public async Task Execute_UnknownAgent_NotFoundByName(string agent)
    {
        await using var driver = await TestDriver.StartActiveAsync(_agent);

        var message = await TestDriver.RefusedAsync(
            StatusCode.NotFound, driver.ExecuteAsync("op", r => r.Agent = agent));

        Assert.Contains(agent, message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Execute_ThousandAtOnce_NoneLostNoneDoubled()
    {
        await using var driver = await TestDriver.StartActiveAsync(_agent);

        var calls = Enumerable.Range(0, 1000).SelectMany(i => Enumerable.Range(0, 2)
            .Select(_ => driver.ExecuteAsync($"op{i}", r => r.Resource = $"r{i % 100}"))).ToArray();
        await Task.WhenAll(calls);

        Assert.Equal(1000, _agent.Begun.Count);
        Assert.Equal(1000, _agent.Begun.Select(operation => operation.OperationId).Distinct().Count());
    }

    private static void AddTwice(ExecuteRequest request)
    {
        request.Parameters.Add("a", "x");
        request.SecretParameters.Add("a", "y");
    }
}
