using Microkernel.Driver;
using Microkernel.Driver.V1;

namespace Microkernel.TestDriver;

/// <summary>Succeeds at everything and does nothing.</summary>
internal sealed class NothingAgent : IResourceAgent
{
    public string Name => "test:nothing";

    public ValueTask<Agent> DescribeAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult(new Agent { Name = Name });

    public Task<ResourceResult> ExecuteAsync(ResourceOperation operation, CancellationToken cancellationToken) =>
        Task.FromResult(new ResourceResult(Outcome.Ok, ResourceState.Started));
}
