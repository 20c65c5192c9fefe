namespace Microkernel.Simulation;

/// <summary>A transition before it is played.</summary>
/// <param name="Steps">Actions and marks, each after all that it waits for.</param>
/// <param name="Choices">What decided where each primitive goes.</param>
/// <param name="HeldUp">What is wanted and cannot be done, one sentence each.</param>
public sealed record PlannedTransition(
    IReadOnlyList<PlannedStep> Steps, IReadOnlyList<PlacementChoice> Choices, IReadOnlyList<string> HeldUp);

/// <summary>One step.</summary>
/// <param name="Number">Number within the transition, from 1.</param>
/// <param name="Operation">As "start"; for marks of groups and clones as "running".</param>
/// <param name="Resource">The resource; empty for what is done to a node.</param>
/// <param name="Node">The node; empty for marks.</param>
/// <param name="IsMark">Whether nothing is done: it only holds the order.</param>
/// <param name="Reason">Why, in words.</param>
/// <param name="After">Numbers of the steps that must be done before.</param>
public sealed record PlannedStep(
    int Number, string Operation, string Resource, string Node, bool IsMark, string Reason,
    IReadOnlyList<int> After);

/// <summary>Where a primitive goes, and what each node was worth when it chose.</summary>
/// <param name="Resource">The primitive, or the instance of a clone.</param>
/// <param name="Node">The node; null: nowhere.</param>
/// <param name="Reason">Why nowhere, in words; empty where it goes somewhere.</param>
/// <param name="Nodes">The nodes, the best first.</param>
public sealed record PlacementChoice(
    string Resource, string? Node, string Reason, IReadOnlyList<NodeWorth> Nodes);

/// <summary>What a node was worth.</summary>
/// <param name="Node">The node.</param>
/// <param name="Score">The sum; below 0 it cannot run there.</param>
/// <param name="CannotRun">Why nothing can run there; null where it can.</param>
/// <param name="Locations">The constraints that name the node, in words.</param>
public sealed record NodeWorth(string Node, int Score, string? CannotRun, IReadOnlyList<string> Locations);
