namespace Microkernel.Scheduling;

/// <summary>One step of a transition.</summary>
public sealed record PlannedAction
{
    /// <summary>Gets the number within the plan, from 1.</summary>
    public required int Id { get; init; }

    /// <summary>Gets what to do.</summary>
    public required ActionKind Kind { get; init; }

    /// <summary>Gets the node to do it on, or to fence.</summary>
    public required string Node { get; init; }

    /// <summary>Gets the resource; empty for a fencing.</summary>
    public string Resource { get; init; } = "";

    /// <summary>Gets the numbers of the actions that must have succeeded before; each is lower than
    /// <see cref="Id"/>.</summary>
    public IReadOnlyList<int> After { get; init; } = [];

    /// <summary>Gets whether it was ordered by an earlier plan: it is not to be ordered again, only waited
    /// for.</summary>
    public bool UnderWay { get; init; }

    /// <summary>Gets why, in one sentence for people.</summary>
    public required string Reason { get; init; }
}

/// <summary>What an action does. Recurring monitors are no actions: a node monitors what it started.</summary>
public enum ActionKind
{
    /// <summary>Looks whether the resource is active. It succeeds when it finds it stopped; anything else makes the
    /// plan
    /// void, and the next plan takes what was found into account.</summary>
    Probe,

    /// <summary>Makes the resource active.</summary>
    Start,

    /// <summary>Makes the resource inactive.</summary>
    Stop,

    /// <summary>Takes the node's power or storage away; it succeeds when the node is verified off.</summary>
    Fence,
}
