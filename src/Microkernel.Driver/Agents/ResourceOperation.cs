using Microkernel.Driver.V1;

namespace Microkernel.Driver;

/// <summary>One action on one resource, checked by the host.</summary>
public sealed class ResourceOperation
{
    /// <summary>Unique to the operation, for logs.</summary>
    public required string OperationId { get; init; }

    /// <summary>Name of the resource, unique in the cluster; an instance of a clone is "name:0".</summary>
    public required string Resource { get; init; }

    /// <summary>Full name of the agent.</summary>
    public required string Agent { get; init; }

    /// <summary>What to do.</summary>
    public required ResourceAction Action { get; init; }

    /// <summary>Parameters, open and secret.</summary>
    public AgentParameters Parameters { get; init; } = AgentParameters.None;

    /// <summary>Meta attributes that agents are told, as interval and clone facts.</summary>
    public IReadOnlyDictionary<string, string> Meta { get; init; } = new Dictionary<string, string>();

    /// <summary>How long the action may take; above 0.</summary>
    public required TimeSpan Timeout { get; init; }

    /// <summary>Generation of the resource's specification.</summary>
    public ulong SpecGeneration { get; init; }

    /// <summary>Name of this node; empty before the core has said it.</summary>
    public string Node { get; init; } = "";

    /// <summary>The other node of a migration; empty otherwise.</summary>
    public string PeerNode { get; init; } = "";
}
