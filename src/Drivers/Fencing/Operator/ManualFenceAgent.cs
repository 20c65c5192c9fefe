using Microkernel.Driver;
using Microkernel.Driver.V1;

namespace Microkernel.Drivers.Fencing;

/// <summary>Asks a person to switch a node off, as Heartbeat's meatware: only their confirmation is proof.</summary>
internal sealed class ManualFenceAgent : IFenceAgent
{
    public string Name => "fence:manual";

    public ValueTask<Agent> DescribeAsync(CancellationToken cancellationToken) => ValueTask.FromResult(new Agent
    {
        Name = Name,
        Summary = "Asks an operator to switch the node off",
        Description = "Does nothing by itself. A lost node stays unclean, and the status and an event ask for an "
            + "operator, until one has switched it off and said so with `mkctl fence confirm NODE`. Meant as the last "
            + "level of a node whose power device may fail together with it.",
        Actions = { new AgentAction { Name = "off" }, new AgentAction { Name = "monitor" } },
    });

    public Task<FenceResult> FenceAsync(FenceOperation operation, CancellationToken cancellationToken) =>
        Task.FromResult(operation.Action is FenceAction.Monitor or FenceAction.List
            ? new FenceResult(true, FenceVerdict.NotVerified)
            : new FenceResult(
                false, FenceVerdict.NotVerified,
                $"switch {operation.Node} off by hand, see that it is off, then say: "
                + $"mkctl fence confirm {operation.Node}"));
}
