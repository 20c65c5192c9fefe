using Microkernel.V1;

namespace Microkernel.Scheduling;

/// <summary>A declared resource as the scheduler sees it: group and cluster defaults are filled in.</summary>
public sealed record ResourceDefinition
{
    /// <summary>Gets the name, unique among resources and groups.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the digest of agent and parameters; a running instance with another one is restarted. Empty:
    /// never restarted for that reason.</summary>
    public string Digest { get; init; } = "";

    /// <summary>Gets why it shall not run, as "target-role is Stopped"; null when it shall.</summary>
    public string? StoppedBecause { get; init; }

    /// <summary>Gets whether the cluster may start and stop it.</summary>
    public bool Managed { get; init; } = true;

    /// <summary>Gets how much it likes to stay where it runs. 0: it may move whenever another node has fewer resources.
    /// </summary>
    public int Stickiness { get; init; }

    /// <summary>Gets the priority: higher ones choose first. Of a group member the group's counts.</summary>
    public int Priority { get; init; }

    /// <summary>Gets the failures on a node after which it leaves it; 0: never for that reason.</summary>
    public int MigrationThreshold { get; init; }

    /// <summary>Gets the age at which a failure no longer counts; null: it counts until cleaned up.</summary>
    public TimeSpan? FailureTimeout { get; init; }

    /// <summary>Gets what a failed start leads to.</summary>
    public OnFail OnStartFailure { get; init; } = OnFail.Restart;

    /// <summary>Gets what a failed monitor leads to.</summary>
    public OnFail OnMonitorFailure { get; init; } = OnFail.Restart;

    /// <summary>Gets what a failed stop leads to.</summary>
    public OnFail OnStopFailure { get; init; } = OnFail.Fence;
}
