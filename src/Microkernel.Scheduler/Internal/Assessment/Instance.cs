using Microkernel.V1;

namespace Microkernel.Scheduling.Internal;

/// <summary>A resource on a node where there is something to say of it.</summary>
internal sealed class Instance(NodeView node, ResourceObservation seen)
{
    public NodeView Node { get; } = node;

    public ResourceObservation Seen { get; } = seen;

    /// <summary>What its failure means now.</summary>
    public FailureVerdict Failure { get; set; }

    /// <summary>Whether it is or may be active there.</summary>
    public bool Active { get; set; }

    /// <summary>Whether it has to be stopped before it can be well again.</summary>
    public bool Broken { get; set; }

    /// <summary>Why the plan stops it; null when it does not.</summary>
    public string? StopReason { get; set; }
}

/// <summary>What a failure means now.</summary>
/// <param name="Counts">Whether it still counts.</param>
/// <param name="Policy">What is to be done about it.</param>
/// <param name="ExpiresAt">When it counts no longer by itself; null: not by time.</param>
internal readonly record struct FailureVerdict(bool Counts, OnFail Policy, DateTimeOffset? ExpiresAt);
