using Microkernel.Driver.V1;

namespace Microkernel.Driver;

/// <summary>Starts, stops and watches one kind of resource.</summary>
/// <remarks>
/// The host sees to operation ids, order, tokens and deadlines: an agent is never called twice at once for one
/// resource, nor twice for one operation.
/// </remarks>
public interface IResourceAgent : IAgent
{
    /// <summary>
    /// Carries out one action and says how it ended. A failed action is a result, never an exception; an exception
    /// counts as <see cref="Outcome.Failed"/>.
    /// </summary>
    /// <param name="operation">What to do.</param>
    /// <param name="cancellationToken">Fires at the operation's timeout; the agent then ends what it started.</param>
    /// <exception cref="AgentArgumentException">A parameter is missing or malformed, and nothing was done.</exception>
    Task<ResourceResult> ExecuteAsync(ResourceOperation operation, CancellationToken cancellationToken);

    /// <summary>Checks parameters by the agent's own rules, which may look at this node but change nothing.</summary>
    Task<IReadOnlyList<ParameterProblem>> ValidateAsync(
        AgentParameters parameters, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<ParameterProblem>>([]);
}
