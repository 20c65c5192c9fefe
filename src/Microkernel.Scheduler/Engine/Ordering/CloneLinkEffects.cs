namespace Microkernel.Scheduling.Engine;

/// <summary>What an order means for the instances of a clone.</summary>
internal static class CloneLinkEffects
{
    public static Changes Apply(
        GraphAction first, GraphAction then, Node? node, ActionState state, OrderType type)
    {
        if (Interleaves(first, then))
        {
            return Interleave(first, then, node, type);
        }

        var changed = LinkEffects.ApplyToOne(first, then, state, type);
        foreach (var instance in then.Resource?.Children ?? [])
        {
            if (instance.Find(then.Task, node) is not { } action
                || !ActionState.OfPart(instance, action, node).Runnable)
            {
                continue;
            }

            var one = LinkEffects.ApplyTo(instance, first, action, node, state, type);
            changed |= one;
            if ((one & Changes.Then) != 0)
            {
                for (var i = 0; i < action.After.Count; i++)
                {
                    OrderPropagation.Update(action.After[i].Then);
                }
            }
        }

        return changed;
    }

    // Whoever depends decides: in a stop that is the first.
    private static bool Interleaves(GraphAction first, GraphAction then)
    {
        if (first.Resource is not { IsClone: true } a || then.Resource is not { IsClone: true } b || a == b)
        {
            return false;
        }

        var dependent = then.Task is Tasks.Stop or Tasks.Demote ? a : b;
        return dependent.Settings.Clone!.Interleave;
    }

    private static Changes Interleave(GraphAction first, GraphAction then, Node? node, OrderType type)
    {
        var changed = Changes.None;
        var current = first.Task is Tasks.Stopped or Tasks.Demoted;
        foreach (var thenInstance in then.Resource!.Children)
        {
            var firstInstance = CloneInstances.Compatible(
                thenInstance, first.Resource!, ResourceRole.Unknown, current);
            if (firstInstance is null)
            {
                // Nobody is, or will be, where this one is, so it must not start.
                if (!current && (type & (OrderType.RunnableFirst | OrderType.ImpliesThen)) != 0
                    && Placement.Assign(thenInstance, null, force: true))
                {
                    changed |= Changes.Then;
                }

                continue;
            }

            var task = Tasks.BeginOf(first.Task);
            if (firstInstance.Find(task, node) is not { } firstAction
                || thenInstance.Find(then.Task, node) is not { } thenAction)
            {
                continue;
            }

            if (ActionLinks.Link(firstAction, thenAction, type))
            {
                changed |= Changes.First | Changes.Then;
            }

            changed |= LinkEffects.ApplyTo(thenInstance, firstAction, thenAction, node,
                ActionState.OfPart(firstInstance, firstAction, node), type);
        }

        return changed;
    }
}
