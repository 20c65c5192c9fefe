using System.Collections.Concurrent;
using Microkernel.Driver.V1;

namespace Microkernel.Driver.Tests;

/// <summary>An agent that notes what it is asked and can be held.</summary>
public sealed class RecordingAgent : IResourceAgent
{
    private readonly ConcurrentQueue<ResourceOperation> _begun = new();
    private TaskCompletionSource _open = Opened();
    private int _inside;

    public string Name => "test:recorder";

    public IReadOnlyList<ResourceOperation> Begun => [.. _begun];

    /// <summary>Most operations that were ever inside at once.</summary>
    public int InsideMax { get; private set; }

    public Func<ResourceOperation, ResourceResult> Answer { get; set; } =
        _ => new ResourceResult(Outcome.Ok, ResourceState.Started);

    public void Hold() => _open = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Release() => _open.SetResult();

    public ValueTask<Agent> DescribeAsync(CancellationToken cancellationToken) => ValueTask.FromResult(new Agent
    {
        Name = Name,
        Parameters =
        {
            new Parameter { Name = "ip", Type = ParameterType.String, Required = true },
            new Parameter { Name = "count", Type = ParameterType.Integer },
            new Parameter { Name = "mode", Type = ParameterType.Select, Options = { "a", "b" } },
            new Parameter { Name = "pin", Type = ParameterType.Integer, Secret = true },
        },
    });

    public async Task<ResourceResult> ExecuteAsync(ResourceOperation operation, CancellationToken cancellationToken)
    {
        InsideMax = Math.Max(InsideMax, Interlocked.Increment(ref _inside));
        _begun.Enqueue(operation);
        try
        {
            await _open.Task.WaitAsync(cancellationToken);
            return Answer(operation);
        }
        finally
        {
            Interlocked.Decrement(ref _inside);
        }
    }

    private static TaskCompletionSource Opened()
    {
        var open = new TaskCompletionSource();
        open.SetResult();
        return open;
    }
}
