namespace Microkernel.Scheduling.Engine;

/// <summary>What is done, in an order in which it can be done.</summary>
/// <param name="Steps">Actions and marks, each after all that it waits for.</param>
/// <param name="HeldUp">Actions that are wanted and cannot be done now.</param>
internal sealed record Transition(IReadOnlyList<TransitionStep> Steps, IReadOnlyList<GraphAction> HeldUp);

/// <summary>One step of a transition: a probe, an action or a mark.</summary>
internal sealed class TransitionStep
{
    /// <summary>Gets the action; null for a probe.</summary>
    public GraphAction? Action { get; init; }

    public Probe Probe { get; init; }

    public int Number { get; set; }

    public List<TransitionStep> After { get; } = [];
}
