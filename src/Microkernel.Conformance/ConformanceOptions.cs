namespace Microkernel.Conformance;

/// <summary>What the suite may use of the driver.</summary>
public sealed record ConformanceOptions
{
    /// <summary>Full name of an agent that may be started and stopped, or whose device may be asked; null for
    /// none.</summary>
    public string? Agent { get; init; }

    /// <summary>Parameters for that agent.</summary>
    public IDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>();

    /// <summary>Longest wait for an answer that a driver gives at once. Default 10 s.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Timeout of each operation with the agent. Default 60 s.</summary>
    public TimeSpan OperationTimeout { get; init; } = TimeSpan.FromSeconds(60);
}
