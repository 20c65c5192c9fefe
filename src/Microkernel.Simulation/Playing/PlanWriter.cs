using Microkernel.Scheduling.Engine;

namespace Microkernel.Simulation.Playing;

/// <summary>Puts a transition and its choices into the form that people and programs read.</summary>
internal static class PlanWriter
{
    public static PlannedTransition Write(Cluster cluster, Transition transition) => new(
        [.. transition.Steps.Select(StepOf)],
        [.. cluster.Resources.SelectMany(r => r.Primitives()).Select(p => ChoiceOf(cluster, p))],
        [.. transition.HeldUp.Select(a => $"{a.Resource?.Id} cannot {a.Task}"
            + $"{(a.Node is null ? "" : $" on {a.Node.Name}")}: {Reasons.Of(a)}").Distinct()]);

    private static PlannedStep StepOf(TransitionStep step)
    {
        var after = step.After.Select(s => s.Number).Order().ToList();
        return step.Action is { } action
            ? new PlannedStep(step.Number, action.Task == Tasks.Fence ? "fence" : action.Task,
                action.Resource?.Id ?? "", action.Node?.Name ?? "", action.Pseudo, Reasons.Of(action), after)
            : new PlannedStep(step.Number, "probe", step.Probe.Resource.Id, step.Probe.Node.Name, false,
                "nobody looked yet whether it runs there", after);
    }

    private static PlacementChoice ChoiceOf(Cluster cluster, Resource primitive)
    {
        var nodes = cluster.Nodes.Where(n => primitive.Allowed.Has(n.Index))
            .Select(n => new NodeWorth(n.Name, primitive.Allowed[n.Index], WhyNot(n),
                [.. LocationsOf(primitive, n)]))
            .OrderByDescending(n => n.CannotRun is null).ThenByDescending(n => n.Score)
            .ThenBy(n => n.Node, StringComparer.Ordinal);
        return new PlacementChoice(primitive.Id, primitive.AssignedTo?.Name,
            primitive.AssignedTo is null ? primitive.NextRoleReason : "", [.. nodes]);
    }

    private static string? WhyNot(Node node) => node switch
    {
        { IsAvailable: true } => null,
        { RunsNothing: true } => "it runs nothing",
        { Unclean: true } => $"it is to be fenced: {node.UncleanReason}",
        { Online: false } => "it is offline",
        { ShuttingDown: true } => "it is shutting down",
        { Maintenance: true } => "it is in maintenance",
        { Pending: true } => "it is not ready yet",
        _ => "it is in standby",
    };

    private static IEnumerable<string> LocationsOf(Resource? resource, Node node)
    {
        for (; resource is not null; resource = resource.Parent)
        {
            foreach (var location in resource.Locations)
            {
                foreach (var (named, score) in location.Scores)
                {
                    if (named == node)
                    {
                        yield return $"{Model.Scores.Format(score)} by {location.Name}";
                    }
                }
            }
        }
    }
}
