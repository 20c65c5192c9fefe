using Microkernel.Model;

namespace Microkernel.Scheduling.Internal;

/// <summary>
/// Tells which of the placed resources will run at the end of the transition. A place is not enough: what must be first
/// has to run, and nothing may start while it may be active where nobody can look.
/// </summary>
internal static class OutcomeAssessment
{
    public static void Assess(ClusterView view)
    {
        var changed = new Queue<ResourceView>();
        foreach (var resource in view.Resources)
        {
            resource.Outcome = OutcomeByItself(view, resource);
            if (resource.Outcome != Outcome.Up)
            {
                changed.Enqueue(resource);
            }
        }

        while (changed.TryDequeue(out var resource))
        {
            PassOn(view, resource, changed);
        }
    }

    private static Outcome OutcomeByItself(ClusterView view, ResourceView resource)
    {
        if (resource.Pin is { } pin)
        {
            var runs = pin.Node is { Standing: NodeStanding.Acting or NodeStanding.Joining } node
                && resource.On(node) is { Broken: false, Seen.State: ObservedState.Started };
            return runs ? Outcome.Up : Outcome.Limbo;
        }

        if (resource.Target is null)
        {
            return Outcome.Down;
        }

        if (!resource.ActiveHere && WhyNoStart(view, resource) is { } why)
        {
            resource.WaitsFor = why;
            view.Block("start-held-up", resource.Name, resource.Target.Name,
                $"{resource.Name} is not started on {resource.Target.Name} yet: {why}");
            return Outcome.Down;
        }

        return Outcome.Up;
    }

    // It may be active on a node that cannot be asked and is not fenced in this transition.
    private static string? WhyNoStart(ClusterView view, ResourceView resource)
    {
        foreach (var node in view.Nodes)
        {
            if (node.Standing == NodeStanding.Lost && !resource.KnownStoppedOn(node))
            {
                return $"it may run on {node.Name}, which is lost and not fenced";
            }

            if (node.Standing == NodeStanding.Unseen && view.Configuration.FencingEnabled)
            {
                return $"it may run on {node.Name}, which was not met since the cluster formed and is not fenced yet";
            }
        }

        return null;
    }

    private static void PassOn(ClusterView view, ResourceView resource, Queue<ResourceView> changed)
    {
        var isDown = resource.Outcome == Outcome.Down;
        foreach (var order in view.Topology.OrderedBefore[resource.Index])
        {
            var then = view.Resources[order.Then];
            if (order.Mandatory && (!then.ActiveHere || (isDown && order.Symmetrical)))
            {
                TakeDown(then, order.Label);
            }
        }

        foreach (var edge in view.Topology.FollowedBy[resource.Index])
        {
            var dependent = view.Resources[edge.Dependent];
            if (edge.Score >= Scores.Infinity && (isDown || !dependent.ActiveHere))
            {
                TakeDown(dependent, edge.Label);
            }
        }

        void TakeDown(ResourceView other, string label)
        {
            if (other.Outcome != Outcome.Up || other.Pin is not null)
            {
                return;
            }

            other.Outcome = Outcome.Down;
            other.WaitsFor = resource.Outcome == Outcome.Limbo
                ? $"{resource.Name}, which it needs, is left alone and not known to run ({label})"
                : $"{resource.Name}, which it needs, does not run ({label})";
            changed.Enqueue(other);
        }
    }
}
