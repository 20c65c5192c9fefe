using System.Collections.Concurrent;
using Microkernel.Driver;
using Microkernel.Driver.V1;

namespace Microkernel.Core.Tests.Drivers;

/// <summary>What the drivers of a test manage: it outlives each of them, as a virtual machine or a mount
/// does.</summary>
internal sealed class World
{
    /// <summary>What each resource does.</summary>
    public ConcurrentDictionary<string, ResourceState> Resources { get; } = new();

    /// <summary>How often each operation was carried out, whichever driver did it.</summary>
    public ConcurrentDictionary<string, int> Executions { get; } = new();

    /// <summary>How long an operation takes.</summary>
    public TimeSpan Duration { get; set; } = TimeSpan.FromMilliseconds(20);

    /// <summary>Resources that were ever stopped.</summary>
    public ConcurrentBag<string> Stopped { get; } = [];

    /// <summary>Resources on which two operations were ever under way at once.</summary>
    public ConcurrentBag<string> Doubled { get; } = [];

    private ConcurrentDictionary<string, int> UnderWay { get; } = new();

    public async Task<ResourceResult> ExecuteAsync(ResourceOperation operation, CancellationToken cancellationToken)
    {
        if (operation.Action == ResourceAction.Monitor)
            return Resources.GetValueOrDefault(operation.Resource) == ResourceState.Started
                ? new ResourceResult(Outcome.Ok, ResourceState.Started)
                : new ResourceResult(Outcome.NotRunning, ResourceState.Stopped, "it is not started");
        if (UnderWay.AddOrUpdate(operation.Resource, 1, (_, count) => count + 1) > 1) Doubled.Add(operation.Resource);
        Executions.AddOrUpdate(operation.OperationId, 1, (_, count) => count + 1);
        await Task.Delay(Duration, cancellationToken);
        if (operation.Action == ResourceAction.Stop) Stopped.Add(operation.Resource);
        var state = operation.Action == ResourceAction.Stop ? ResourceState.Stopped : ResourceState.Started;
        Resources[operation.Resource] = state;
        UnderWay.AddOrUpdate(operation.Resource, 0, (_, count) => count - 1);
        return new ResourceResult(Outcome.Ok, state);
    }
}
