using Microkernel.Driver;
using Microkernel.Driver.V1;

namespace Microkernel.Drivers.Fencing;

/// <summary>Fences nothing and proves nothing: a place holder for a node that cannot be fenced.</summary>
internal sealed class NullFenceAgent : IFenceAgent
{
    public string Name => "fence:null";

    public ValueTask<Agent> DescribeAsync(CancellationToken cancellationToken) => ValueTask.FromResult(new Agent
    {
        Name = Name,
        Summary = "Fences nothing",
        Description = "Does nothing and never says that a node is off, so that nothing of a lost node is recovered "
            + "until an operator confirms that it is off.",
        Actions = { new AgentAction { Name = "monitor" } },
    });

    public Task<FenceResult> FenceAsync(FenceOperation operation, CancellationToken cancellationToken) =>
        Task.FromResult(operation.Action is FenceAction.Monitor or FenceAction.List
            ? new FenceResult(true, FenceVerdict.NotVerified)
            : new FenceResult(
                false, FenceVerdict.NotVerified,
                $"{Name} does nothing and is never proof: an operator has to confirm that {operation.Node} is off"));
}
