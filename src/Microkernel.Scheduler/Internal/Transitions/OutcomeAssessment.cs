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
        foreach (var resource in view.Resources)
        {
            (resource.WaitsFor, resource.HeldUp) = (null, false);
            resource.Outcome = OutcomeByItself(view, resource);
        }

        foreach (var resource in view.Resources)
        {
            if (resource.Outcome != Outcome.Up)
            {
                PassOn(view, resource, []);
            }
        }
    }

    /// <summary>Takes a resource down that may be stopped but not started again, and with it what needs it.</summary>
    /// <returns>All that is down now for this.</returns>
    public static IReadOnlyList<ResourceView> TakeDownRestarted(ClusterView view, ResourceView resource)
    {
        foreach (var order in view.Topology.OrderedAfter[resource.Index])
        {
            var first = view.Resources[order.First];
            if (order.Mandatory && first.Outcome != Outcome.Up)
            {
                var taken = new List<ResourceView>();
                TakeDown(resource, first, order.Label, taken);
                foreach (var down in taken.ToArray())
                {
                    PassOn(view, down, taken);
                }

                return taken;
            }
        }

        return [];
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
            (resource.WaitsFor, resource.HeldUp) = (why, true);
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

    // Adds to the list what goes down.
    private static void PassOn(ClusterView view, ResourceView origin, List<ResourceView> taken)
    {
        var changed = new Queue<ResourceView>([origin]);
        while (changed.TryDequeue(out var first))
        {
            var isDown = first.Outcome == Outcome.Down;
            var before = taken.Count;
            foreach (var order in view.Topology.OrderedBefore[first.Index])
            {
                var then = view.Resources[order.Then];
                if (order.Mandatory && ((isDown && order.Symmetrical) || !then.StaysPut))
                {
                    TakeDown(then, first, order.Label, taken);
                }
            }

            foreach (var edge in view.Topology.FollowedBy[first.Index])
            {
                var dependent = view.Resources[edge.Dependent];
                if (edge.Score >= Scores.Infinity && (isDown || !dependent.StaysPut))
                {
                    TakeDown(dependent, first, edge.Label, taken);
                }
            }

            for (var i = before; i < taken.Count; i++)
            {
                changed.Enqueue(taken[i]);
            }
        }
    }

    private static void TakeDown(ResourceView resource, ResourceView first, string label, List<ResourceView> taken)
    {
        if (resource.Outcome != Outcome.Up || resource.Pin is not null)
        {
            return;
        }

        resource.Outcome = Outcome.Down;
        resource.WaitsFor = first.Outcome == Outcome.Limbo
            ? $"{first.Name}, which it needs, is left alone and not known to run ({label})"
            : $"{first.Name}, which it needs, does not run ({label})";
        taken.Add(resource);
    }
}
