using Microkernel.Driver.V1;

namespace Microkernel.Driver;

/// <summary>One action of one fence device, checked by the host.</summary>
public sealed class FenceOperation
{
    /// <summary>Unique to the shot, for logs.</summary>
    public required string OperationId { get; init; }

    /// <summary>Name of the device, unique in the cluster.</summary>
    public required string Device { get; init; }

    /// <summary>Name of the node; empty for LIST and MONITOR.</summary>
    public string Node { get; init; } = "";

    /// <summary>Full name of the agent.</summary>
    public required string Agent { get; init; }

    /// <summary>What to do.</summary>
    public required FenceAction Action { get; init; }

    /// <summary>Parameters of the device, then of this node on it, open and secret.</summary>
    public AgentParameters Parameters { get; init; } = AgentParameters.None;

    /// <summary>How long the shot may take as a whole; above 0.</summary>
    public required TimeSpan Timeout { get; init; }
}
