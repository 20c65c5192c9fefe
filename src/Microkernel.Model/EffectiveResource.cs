using Microkernel.V1;

namespace Microkernel.Model;

/// <summary>A resource with what its group and the cluster say filled in.</summary>
/// <param name="TargetRole">The state wanted: stopped when the resource or its group says so.</param>
/// <param name="Managed">Whether the cluster acts on it: false when the resource, its group or maintenance says
/// so.</param>
/// <param name="Stickiness">How much it likes to stay.</param>
/// <param name="Priority">Placed before those of lower priority; the group's where it does not say its own.</param>
/// <param name="MigrationThreshold">Failures on a node after which it moves away; 0: never for that reason.</param>
/// <param name="FailureTimeout">Age at which a failure no longer counts; null: it counts until cleaned up.</param>
public sealed record EffectiveResource(
    TargetRole TargetRole,
    bool Managed,
    int Stickiness,
    int Priority,
    int MigrationThreshold,
    TimeSpan? FailureTimeout)
{
    /// <summary>Fills in what the resource does not say.</summary>
    /// <param name="resource">The resource.</param>
    /// <param name="group">The group that it is in, or null.</param>
    /// <param name="cluster">The cluster.</param>
    public static EffectiveResource Of(ResourceSpec resource, GroupSpec? group, EffectiveCluster cluster)
    {
        var stopped = resource.TargetRole == TargetRole.Stopped || group?.TargetRole == TargetRole.Stopped;
        var managed = (!resource.HasManaged || resource.Managed)
            && (group is not { HasManaged: true } || group.Managed);
        var stickiness = resource.HasStickiness ? resource.Stickiness
            : group is { HasStickiness: true } ? group.Stickiness : cluster.Stickiness;
        var failureTimeout = resource.FailureTimeout.ToTimeSpanOrNull();
        return new EffectiveResource(
            stopped ? TargetRole.Stopped : TargetRole.Started,
            managed && !cluster.Maintenance,
            stickiness,
            resource.Priority != 0 ? resource.Priority : group?.Priority ?? 0,
            (int)Math.Min(resource.MigrationThreshold, int.MaxValue),
            failureTimeout == TimeSpan.Zero ? null : failureTimeout);
    }
}
