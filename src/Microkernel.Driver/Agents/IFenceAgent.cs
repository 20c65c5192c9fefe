namespace Microkernel.Driver;

/// <summary>Works one kind of fence device.</summary>
/// <remarks>The host sees to operation ids, order, tokens and deadlines: one shot at a time per device.</remarks>
public interface IFenceAgent : IAgent
{
    /// <summary>
    /// Carries out one action and says what is then known of the node. A failure is a result, never an exception;
    /// an exception counts as not verified.
    /// </summary>
    /// <param name="operation">What to do.</param>
    /// <param name="cancellationToken">Fires at the operation's timeout; the agent then ends what it started.</param>
    /// <exception cref="AgentArgumentException">A parameter is missing or malformed, and nothing was done.</exception>
    Task<FenceResult> FenceAsync(FenceOperation operation, CancellationToken cancellationToken);
}
