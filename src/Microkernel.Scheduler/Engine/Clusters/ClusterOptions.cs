using Microkernel.V1;

namespace Microkernel.Scheduling.Engine;

/// <summary>Facts of the cluster as a whole, defaults filled in.</summary>
internal sealed class ClusterOptions
{
    public NoQuorumPolicy NoQuorumPolicy { get; set; } = NoQuorumPolicy.Stop;

    public bool Quorate { get; set; } = true;

    public bool FencingEnabled { get; set; } = true;

    /// <summary>Gets or sets whether there is any device to fence with.</summary>
    public bool HasFenceDevice { get; set; }

    public string FencingOperation { get; set; } = "reboot";

    public bool ConcurrentFencing { get; set; }

    public bool StartupFencing { get; set; } = true;

    public bool Unfencing { get; set; }

    public bool Symmetric { get; set; } = true;

    public bool Maintenance { get; set; }

    public bool ManagedByDefault { get; set; } = true;

    public bool StopAll { get; set; }

    public bool StopOrphans { get; set; } = true;

    public bool StopOrphanActions { get; set; } = true;

    public bool StartFailureIsFatal { get; set; } = true;

    public bool StartupProbes { get; set; } = true;

    public bool RemoveAfterStop { get; set; }

    public bool ShutdownLock { get; set; }

    public TimeSpan ShutdownLockLimit { get; set; }

    public PlacementStrategy PlacementStrategy { get; set; } = PlacementStrategy.None;

    public NodeHealthStrategy HealthStrategy { get; set; } = NodeHealthStrategy.None;

    public int HealthBase { get; set; }

    public int HealthGreen { get; set; }

    public int HealthYellow { get; set; }

    public int HealthRed { get; set; } = Score.MinusInfinity;

    public DateTimeOffset Now { get; set; }
}
