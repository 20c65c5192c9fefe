namespace Microkernel.Simulation;

/// <summary>What happens before a simulation, and when it is.</summary>
public sealed record CibSimulationOptions
{
    /// <summary>Gets the time that rules and failures are judged at; null: when the state was saved.</summary>
    public DateTimeOffset? Now { get; init; }

    /// <summary>Gets the nodes that fail: they are lost, and may still run anything.</summary>
    public IReadOnlyList<string> FailedNodes { get; init; } = [];

    /// <summary>Gets the operations that fail, as RESOURCE:OPERATION@NODE.</summary>
    public IReadOnlyList<string> FailedOperations { get; init; } = [];
}
