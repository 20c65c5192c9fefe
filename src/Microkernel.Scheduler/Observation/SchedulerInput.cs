namespace Microkernel.Scheduling;

/// <summary>Everything that a plan depends on.</summary>
public sealed record SchedulerInput
{
    /// <summary>Gets the time now; ages of failures are reckoned from it.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>Gets whether this partition has quorum.</summary>
    public required bool Quorate { get; init; }

    /// <summary>Gets what is declared.</summary>
    public required ClusterConfiguration Configuration { get; init; }

    /// <summary>Gets every node of the cluster, at most 64, with what was seen on it; their order does not
    /// matter.</summary>
    public required IReadOnlyList<NodeObservation> Nodes { get; init; }

    /// <summary>Gets the wishes to move that are not fulfilled yet; their order does not matter.</summary>
    public IReadOnlyList<MoveWish> Moves { get; init; } = [];
}
