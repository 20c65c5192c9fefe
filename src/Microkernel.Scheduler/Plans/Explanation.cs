namespace Microkernel.Scheduling;

/// <summary>Why a resource is where it is.</summary>
/// <param name="Placement">Where it shall run.</param>
/// <param name="Nodes">Each node, the best first.</param>
/// <param name="Actions">What the plan does with the resource.</param>
/// <param name="Notices">What holds it up, and what will surprise.</param>
public sealed record Explanation(
    Placement Placement,
    IReadOnlyList<NodeScore> Nodes,
    IReadOnlyList<PlannedAction> Actions,
    IReadOnlyList<Notice> Notices);

/// <summary>What a node is worth to a resource.</summary>
/// <param name="Node">The node.</param>
/// <param name="Score">Sum of the contributions; below 0 it cannot run there.</param>
/// <param name="CannotRun">Why it cannot run there whatever the score, as "in standby"; null when it can.</param>
/// <param name="Resources">How many resources the node had when this one chose; fewer win a tie.</param>
/// <param name="Contributions">What makes up the score, in the order in which it was added.</param>
public sealed record NodeScore(
    string Node, int Score, string? CannotRun, int Resources, IReadOnlyList<ScoreContribution> Contributions);

/// <summary>A part of a score.</summary>
/// <param name="Score">What it adds; -INFINITY wins over everything.</param>
/// <param name="Reason">Where it comes from, in words.</param>
public sealed record ScoreContribution(int Score, string Reason);
