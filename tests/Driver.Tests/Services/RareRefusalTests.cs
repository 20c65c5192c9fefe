using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microkernel.Driver.V1;

namespace Microkernel.Driver.Tests.Services;

/// <summary>Rows of the error tables that no caller brings about with a driver that is well.</summary>
public sealed class RareRefusalTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ListAgents_FolderCannotBeRead_Unavailable()
    {
        await using var driver = await TestDriver.StartAsync(
            builder => builder.AddResources(_ => new UnreadableClass()));
        await driver.GreetAsync();
        var message = await TestDriver.RefusedAsync(
            StatusCode.Unavailable,
            driver.Driver.ListAgentsAsync(new ListAgentsRequest(), cancellationToken: Cancel).ResponseAsync);
        Assert.Contains("broken disk", message, StringComparison.Ordinal);
    }

    [Fact]
    public void WatchState_ReaderTooSlow_StreamIsEndedWithItsReason()
    {
        var hub = new StateHub(TimeProvider.System, queueCapacity: 2);
        using var slow = hub.Subscribe();
        for (var i = 0; i < 5; i++)
            hub.Publish(new ResourceChange { Resource = $"r{i}", State = ResourceState.Started });
        slow.Reader.TryRead(out _);
        slow.Reader.TryRead(out _);
        Assert.Throws<StateQueueFullException>(() => hub.NextOrBeat(slow));
    }

    [Fact]
    public void Execute_TooManyUnderWay_ResourceExhausted()
    {
        var gate = new OperationGate();
        for (var i = 0; i < OperationGate.OperationsMax; i++)
            gate.Enter();
        Assert.Equal(StatusCode.ResourceExhausted, Assert.Throws<RpcException>(gate.Enter).StatusCode);
    }

    [Fact]
    public async Task Adopt_DeadlinePassesFirst_DeadlineExceeded()
    {
        var agent = new RecordingAgent();
        await using var driver = await TestDriver.StartActiveAsync(agent);
        agent.Hold();
        var request = new AdoptRequest
        {
            Resources = { new AdoptedResource { Resource = "r1", Agent = agent.Name } },
            Timeout = TimeSpan.FromSeconds(30).ToDuration(),
        };
        await TestDriver.RefusedAsync(StatusCode.DeadlineExceeded, driver.Resources.AdoptAsync(
            request, deadline: DateTime.UtcNow.AddMilliseconds(200), cancellationToken: Cancel).ResponseAsync);
        agent.Release();
    }

    private sealed class UnreadableClass : IAgentClass<IResourceAgent>
    {
        public string Name => "test";

        public IEnumerable<string> List() => throw new IOException("broken disk");

        public IResourceAgent? Find(string agent) => null;
    }
}
