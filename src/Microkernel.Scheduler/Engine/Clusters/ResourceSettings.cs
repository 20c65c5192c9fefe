using Microkernel.V1;

namespace Microkernel.Scheduling.Engine;

/// <summary>What is configured of a resource, with defaults filled in.</summary>
internal sealed class ResourceSettings
{
    public int Stickiness { get; set; }

    public int MigrationThreshold { get; set; } = Score.Infinity;

    public TimeSpan FailureTimeout { get; set; }

    public bool AllowMigrate { get; set; }

    public bool Critical { get; set; } = true;

    public bool AllowUnhealthyNodes { get; set; }

    public bool Notify { get; set; }

    public Requires Requires { get; set; } = Requires.Fencing;

    public MultipleActive MultipleActive { get; set; } = MultipleActive.StopStart;

    /// <summary>Gets or sets the state wanted; unknown: the best that it can have.</summary>
    public ResourceRole TargetRole { get; set; }

    public bool IsFenceDevice { get; set; }

    public IReadOnlyDictionary<string, int> Utilization { get; set; } = NoUtilization;

    /// <summary>Gets or sets what a clone is like; null for what is none.</summary>
    public CloneSettings? Clone { get; set; }

    /// <summary>Gets or sets whether members of a group start one after the other.</summary>
    public bool Ordered { get; set; } = true;

    /// <summary>Gets or sets whether members of a group run on one node.</summary>
    public bool Colocated { get; set; } = true;

    /// <summary>Gets or sets the monitors that are done while it runs, by seconds and role.</summary>
    public IReadOnlyList<RecurringMonitor> Monitors { get; set; } = [];

    private static readonly Dictionary<string, int> NoUtilization = [];
}

/// <summary>A monitor that recurs.</summary>
/// <param name="Interval">Milliseconds between two.</param>
/// <param name="Role">The role that it is done in.</param>
internal sealed record RecurringMonitor(int Interval, ResourceRole Role);

/// <summary>What a clone is like.</summary>
internal sealed class CloneSettings
{
    public int Max { get; set; }

    public int NodeMax { get; set; } = 1;

    public int Min { get; set; }

    public bool Ordered { get; set; }

    public bool Interleave { get; set; }

    public bool Unique { get; set; }

    public bool Promotable { get; set; }

    public int PromotedMax { get; set; } = 1;

    public int PromotedNodeMax { get; set; } = 1;
}
