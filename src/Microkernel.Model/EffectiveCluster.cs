using Microkernel.V1;

namespace Microkernel.Model;

/// <summary>Facts of the cluster with the defaults filled in.</summary>
public sealed record EffectiveCluster
{
    /// <summary>Gets what a partition without quorum does.</summary>
    public required NoQuorumPolicy NoQuorumPolicy { get; init; }

    /// <summary>Gets whether lost nodes are fenced.</summary>
    public required bool FencingEnabled { get; init; }

    /// <summary>Gets whether everything is watched and nothing touched.</summary>
    public required bool Maintenance { get; init; }

    /// <summary>Gets how much a resource likes to stay where it does not say itself.</summary>
    public required int Stickiness { get; init; }

    /// <summary>Gets the time between two heartbeats.</summary>
    public required TimeSpan HeartbeatInterval { get; init; }

    /// <summary>Gets the silence after which a node is lost.</summary>
    public required TimeSpan HeartbeatTimeout { get; init; }

    /// <summary>Gets the wait of a fresh cluster before it fences nodes that it has not met.</summary>
    public required TimeSpan PostJoinDelay { get; init; }

    /// <summary>Gets the wait for a core that does not answer while its heartbeats do.</summary>
    public required TimeSpan CoreTimeout { get; init; }

    /// <summary>Gets the time without quorum after which a node stops what it runs.</summary>
    public required TimeSpan QuorumLossTimeout { get; init; }

    /// <summary>Gets the timeout of operations that do not say their own.</summary>
    public required TimeSpan OperationTimeout { get; init; }

    /// <summary>Gets the time between monitors of resources that do not say their own.</summary>
    public required TimeSpan MonitorInterval { get; init; }

    /// <summary>Gets the most operations under way at one time; 0 is no bound.</summary>
    public required int BatchLimit { get; init; }

    /// <summary>Gets whether rings take turns, instead of each carrying every heartbeat.</summary>
    public required bool IsPassive { get; init; }

    /// <summary>Gets whether a fresh cluster acts only when all its members were there at one time.</summary>
    public required bool WaitForAll { get; init; }

    /// <summary>Gets the number that is raised to have a new key for heartbeats.</summary>
    public required uint HeartbeatKeySerial { get; init; }

    /// <summary>Gets the age at which heartbeats get a new key; zero: never for its age.</summary>
    public required TimeSpan HeartbeatKeyLifetime { get; init; }

    /// <summary>Fills the defaults into a spec; null is a cluster without a Cluster object.</summary>
    public static EffectiveCluster Of(ClusterSpec? spec)
    {
        spec ??= new ClusterSpec();
        return new EffectiveCluster
        {
            NoQuorumPolicy = spec.NoQuorumPolicy == NoQuorumPolicy.Unspecified
                ? NoQuorumPolicy.Stop : spec.NoQuorumPolicy,
            FencingEnabled = !spec.HasFencingEnabled || spec.FencingEnabled,
            Maintenance = spec.Maintenance,
            Stickiness = spec.HasStickiness ? spec.Stickiness : Defaults.Stickiness,
            HeartbeatInterval = spec.HeartbeatInterval.ToTimeSpanOrNull() ?? Defaults.HeartbeatInterval,
            HeartbeatTimeout = spec.HeartbeatTimeout.ToTimeSpanOrNull() ?? Defaults.HeartbeatTimeout,
            PostJoinDelay = spec.PostJoinDelay.ToTimeSpanOrNull() ?? Defaults.PostJoinDelay,
            CoreTimeout = spec.CoreTimeout.ToTimeSpanOrNull() ?? Defaults.CoreTimeout,
            QuorumLossTimeout = spec.QuorumLossTimeout.ToTimeSpanOrNull() ?? Defaults.QuorumLossTimeout,
            OperationTimeout = spec.OperationTimeout.ToTimeSpanOrNull() ?? Defaults.OperationTimeout,
            MonitorInterval = spec.MonitorInterval.ToTimeSpanOrNull() ?? Defaults.MonitorInterval,
            IsPassive = spec.RingMode == RingMode.Passive,
            WaitForAll = spec.WaitForAll,
            HeartbeatKeySerial = spec.HeartbeatKeySerial,
            HeartbeatKeyLifetime = spec.HeartbeatKeyLifetime.ToTimeSpanOrNull() ?? TimeSpan.Zero,
            BatchLimit = (int)Math.Min(spec.BatchLimit, int.MaxValue),
        };
    }
}
