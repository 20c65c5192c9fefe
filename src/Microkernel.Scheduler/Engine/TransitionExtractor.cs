namespace Microkernel.Scheduling.Engine;

/// <summary>Takes what has to be done and can be done out of all actions, and puts it into an order.</summary>
internal static class TransitionExtractor
{
    public static Transition Extract(Cluster cluster)
    {
        var steps = new Dictionary<GraphAction, TransitionStep>();
        var heldUp = new List<GraphAction>();
        var all = new List<TransitionStep>(cluster.Probes.Count + cluster.Actions.Count);
        var probes = new Dictionary<Resource, List<TransitionStep>>();
        foreach (var probe in cluster.Probes)
        {
            var step = new TransitionStep { Probe = probe };
            all.Add(step);
            if (!probes.TryGetValue(probe.Resource, out var list))
            {
                probes[probe.Resource] = list = [];
            }

            list.Add(step);
        }

        foreach (var action in cluster.Actions)
        {
            if (IsDone(action))
            {
                var step = new TransitionStep { Action = action };
                steps[action] = step;
                all.Add(step);
            }
            else if (action is { Optional: false, Runnable: false, Pseudo: false } && action.Resource?.Managed != false)
            {
                heldUp.Add(action);
            }
        }

        foreach (var (action, step) in steps)
        {
            foreach (var link in action.Before)
            {
                if (Counts(link) && steps.TryGetValue(link.First, out var before))
                {
                    step.After.Add(before);
                }
            }

            if (action is { Task: Tasks.Start or Tasks.MigrateTo, Resource: { } resource }
                && probes.TryGetValue(resource, out var known))
            {
                step.After.AddRange(known);
            }
        }

        return new Transition(TransitionSort.Sort(all), heldUp);
    }

    private static bool IsDone(GraphAction action)
    {
        if ((action.Optional && !action.Again) || !action.Runnable
            || (action.Resource is { Managed: false } && !action.Pseudo))
        {
            return false;
        }

        return action.Pseudo || action.Task is Tasks.Fence or Tasks.Shutdown or Tasks.Unfence
            || action.Node is { Online: true, Unclean: false } or { Online: true };
    }

    private static bool Counts(ActionLink link)
    {
        if (link.Type == OrderType.None)
        {
            return false;
        }

        if ((link.Type & OrderType.FirstNotMigrating) != 0 && link.First.Migratable)
        {
            return false;
        }

        if (link.Type == OrderType.Load)
        {
            return LoadCounts(link);
        }

        return true;
    }

    // Only what leaves the node frees anything for what comes to it.
    private static bool LoadCounts(ActionLink link)
    {
        var (first, then) = (link.First, link.Then);
        if (first.Task == Tasks.LoadStopped)
        {
            return then.Resource?.AssignedTo == first.Node
                && !(then.Task == Tasks.Start && then.Pseudo);
        }

        return first.Node == then.Node;
    }
}
