using Microkernel.Driver.V1;

namespace Microkernel.Driver;

/// <summary>One kind of resource or fence device.</summary>
public interface IAgent
{
    /// <summary>Full name, as "ocf:heartbeat:IPaddr2".</summary>
    string Name { get; }

    /// <summary>Tells the agent's parameters and actions.</summary>
    /// <exception cref="AgentMetadataException">The agent's own description cannot be read.</exception>
    ValueTask<Agent> DescribeAsync(CancellationToken cancellationToken);
}
