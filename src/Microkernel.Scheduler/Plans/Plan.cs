namespace Microkernel.Scheduling;

/// <summary>What to do next, and why.</summary>
public sealed record Plan
{
    /// <summary>Gets where each declared resource shall run, sorted by name.</summary>
    public required IReadOnlyList<Placement> Placements { get; init; }

    /// <summary>Gets the transition: each action comes after all that it waits for. Empty when all is as
    /// wanted.</summary>
    public required IReadOnlyList<PlannedAction> Actions { get; init; }

    /// <summary>Gets what is held up, and what will surprise.</summary>
    public required IReadOnlyList<Notice> Notices { get; init; }

    /// <summary>Gets the wishes that are fulfilled and shall be forgotten.</summary>
    public required IReadOnlyList<MoveWish> FulfilledMoves { get; init; }

    /// <summary>Gets when time alone may change the plan, as when a failure expires; null: never.</summary>
    public DateTimeOffset? RecheckAt { get; init; }
}
