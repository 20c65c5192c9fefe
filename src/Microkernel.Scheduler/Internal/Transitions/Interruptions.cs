namespace Microkernel.Scheduling.Internal;

/// <summary>Tells which running resources are stopped, for good or to start again, and why.</summary>
internal static class Interruptions
{
    public static void Assess(ClusterView view, ScoreTable scores)
    {
        var interrupted = new Queue<ResourceView>();
        foreach (var resource in view.Resources)
        {
            if (resource.Pin is null && (StopsByItself(view, resource, scores) || Begins(resource)))
            {
                interrupted.Enqueue(resource);
            }
        }

        while (interrupted.TryDequeue(out var first))
        {
            foreach (var order in view.Topology.OrderedBefore[first.Index])
            {
                var then = view.Resources[order.Then];
                if (order is { Mandatory: true, Symmetrical: true } && then.Pin is null
                    && StopAll(then, $"it needs {first.Name}, which {Does(first)} ({order.Label})"))
                {
                    interrupted.Enqueue(then);
                    foreach (var down in OutcomeAssessment.TakeDownRestarted(view, then))
                    {
                        StopAll(down, down.WaitsFor!);
                        interrupted.Enqueue(down);
                    }
                }
            }
        }

        foreach (var orphan in view.Orphans.Where(o => o.Pin is null))
        {
            StopAll(orphan, orphan.HeldDown!);
        }
    }

    /// <summary>Tells whether a resource is to be started, where nothing of it is active now.</summary>
    private static bool Begins(ResourceView resource) => resource.Outcome == Outcome.Up && !resource.ActiveHere;

    private static bool StopsByItself(ClusterView view, ResourceView resource, ScoreTable scores)
    {
        if (!resource.ActiveHere)
        {
            return false;
        }

        if (resource.Outcome == Outcome.Down)
        {
            return StopAll(resource, PlacementReasons.Of(view, resource, scores));
        }

        var copies = resource.ActiveInstances.Count();
        if (copies > 1)
        {
            var places = string.Join(", ", resource.ActiveInstances.Select(i => i.Node.Name));
            return StopAll(resource, $"it is active {Words.Times(copies)} ({places}): all copies are stopped, and one "
                + "is started");
        }

        var stops = false;
        foreach (var instance in resource.Instances.Where(i => i.Active && i.Node.Acts))
        {
            instance.StopReason = WhyStop(view, resource, instance, scores);
            stops |= instance.StopReason is not null;
        }

        return stops;
    }

    private static string? WhyStop(
        ClusterView view, ResourceView resource, Instance instance, ScoreTable scores)
    {
        var here = instance.Node;
        var target = resource.Target!;
        if (here != target)
        {
            return $"it moves to {target.Name} ({PlacementReasons.OfLeaving(view, resource, here, scores)})";
        }

        if (instance.Broken)
        {
            return $"it {Words.Failed(instance)} and is restarted";
        }

        return FailureJudge.IsOfOldDefinition(resource.Definition, instance.Seen)
            ? "its definition has changed"
            : instance.Seen.Pending == PendingOperation.Stop ? "a stop is under way" : null;
    }

    // Returns whether this stops something that was not to be stopped already.
    private static bool StopAll(ResourceView resource, string reason)
    {
        var stops = false;
        foreach (var instance in resource.Instances)
        {
            if (instance.Active && instance.Node.Acts && instance.StopReason is null)
            {
                instance.StopReason = reason;
                stops = true;
            }
        }

        return stops;
    }

    private static string Does(ResourceView first) =>
        first.Outcome == Outcome.Down ? "stops" : first.ActiveHere ? "restarts" : "starts";
}
