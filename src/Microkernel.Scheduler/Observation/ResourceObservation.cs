namespace Microkernel.Scheduling;

/// <summary>What was seen of one resource on one node.</summary>
public sealed record ResourceObservation
{
    /// <summary>Gets the resource's name.</summary>
    public required string Resource { get; init; }

    /// <summary>Gets what it does there.</summary>
    public required ObservedState State { get; init; }

    /// <summary>Gets the digest of the definition that it was last started with, or failed to; empty when not known.
    /// </summary>
    public string Digest { get; init; } = "";

    /// <summary>Gets the failures there since the last cleanup, of the definition with this <see cref="Digest"/>: who
    /// starts it with another one starts counting anew.</summary>
    public int FailureCount { get; init; }

    /// <summary>Gets the last failure there; null when there is none.</summary>
    public FailureRecord? LastFailure { get; init; }

    /// <summary>Gets the operation that was ordered and has not ended.</summary>
    public PendingOperation Pending { get; init; }
}

/// <summary>What a resource does on a node.</summary>
public enum ObservedState
{
    /// <summary>Not known: it has to be probed, and until then it may be active.</summary>
    Unknown,

    /// <summary>Not active.</summary>
    Stopped,

    /// <summary>Active and well.</summary>
    Started,

    /// <summary>Failed: it may be active in part and has to be stopped.</summary>
    Failed,

    /// <summary>A stop did not succeed: it may be active, and the resource's on-fail for stop says what
    /// follows.</summary>
    StopFailed,
}

/// <summary>An operation that was ordered and has not ended.</summary>
public enum PendingOperation
{
    /// <summary>None.</summary>
    None,

    /// <summary>A look at what it does.</summary>
    Probe,

    /// <summary>A start.</summary>
    Start,

    /// <summary>A stop.</summary>
    Stop,
}
