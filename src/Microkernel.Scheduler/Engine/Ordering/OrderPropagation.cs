namespace Microkernel.Scheduling.Engine;

/// <summary>What changed when an order took effect.</summary>
[Flags]
internal enum Changes
{
    None = 0,
    First = 1,
    Then = 2,
}

/// <summary>
/// Lets orders take effect: an action that has to happen makes others necessary, one that cannot happen makes others
/// impossible, until nothing changes any more.
/// </summary>
internal static class OrderPropagation
{
    // Orders that contradict each other would go on for ever.
    private const int DepthMax = 200;

    public static void Update(GraphAction then)
    {
        if (then.Depth > DepthMax)
        {
            return;
        }

        then.Depth++;
        UpdateOnce(then);
        then.Depth--;
    }

    private static void UpdateOnce(GraphAction then)
    {
        var (optional, runnable) = (then.Optional, then.Runnable);
        if (then.NeedsAny)
        {
            then.RunnableBefore = 0;
            then.Runnable = false;
        }

        var changed = Changes.None;
        for (var i = 0; i < then.Before.Count; i++)
        {
            changed = (changed & ~Changes.First) | UpdateLink(then, then.Before[i]);
        }

        if (then.NeedsAny)
        {
            changed = then.Runnable == runnable && then.Optional == optional
                ? changed & ~Changes.Then : changed | Changes.Then;
        }

        if ((changed & Changes.Then) == 0)
        {
            return;
        }

        if (runnable && !then.Runnable)
        {
            BlockDependents(then);
        }

        Update(then);
        for (var i = 0; i < then.After.Count; i++)
        {
            Update(then.After[i].Then);
        }
    }

    private static Changes UpdateLink(GraphAction then, ActionLink link)
    {
        var first = link.First;
        var (firstNode, thenNode) = (NodeOf(first), NodeOf(then));
        if ((link.Type & OrderType.SameNode) != 0 && firstNode is not null && thenNode is not null
            && firstNode != thenNode)
        {
            link.Type = OrderType.None;
            return Changes.None;
        }

        if ((link.Type & OrderType.ThenCancelsFirst) != 0 && !then.Optional)
        {
            first.Optional = true;
        }

        if (first.Resource is { } a && then.Resource is { } b && a != b && !IsPartOf(b, a))
        {
            first = EndOfWhole(first);
        }

        var changed = LinkEffects.Apply(
            first, then, ActionState.ForOrder(first, thenNode), ActionState.ForOrder(then, firstNode), link);
        if (first != link.First)
        {
            ActionLinks.Link(first, then, link.Type);
        }

        if ((changed & Changes.First) != 0)
        {
            for (var i = 0; i < first.After.Count; i++)
            {
                Update(first.After[i].Then);
            }

            Update(first);
        }

        return changed;
    }

    /// <summary>Makes impossible what must run with something that cannot.</summary>
    public static void BlockDependents(GraphAction action)
    {
        if (action.Runnable || action.Resource is null || action.Task is not (Tasks.Start or Tasks.Promote)
            || action.Interval > 0)
        {
            return;
        }

        // What follows a whole is blocked only where all of it is.
        var whole = action.Resource.Top;
        foreach (var child in whole.Children)
        {
            if (child.Find(action.Task) is not { Runnable: false })
            {
                return;
            }
        }

        foreach (var colocation in whole.Followers)
        {
            if (colocation.Score < Score.Infinity
                || (action.Task == Tasks.Promote && colocation.PrimaryRole != ResourceRole.Promoted))
            {
                continue;
            }

            Block(colocation.Dependent,
                colocation.DependentRole == ResourceRole.Promoted ? Tasks.Promote : Tasks.Start, action);
        }
    }

    private static void Block(Resource resource, string task, GraphAction because)
    {
        for (var i = 0; resource.HasActions && i < resource.Actions.Count; i++)
        {
            var action = resource.Actions[i];
            if (action.Task == task && action.Runnable && action.Interval == 0)
            {
                action.Runnable = false;
                action.Because = because;
                BlockDependents(action);
                Update(action);
            }
        }

        foreach (var child in resource.Children)
        {
            Block(child, task, because);
        }
    }

    private static Node? NodeOf(GraphAction action) =>
        action is { Resource.Kind: ResourceKind.Group, Task: Tasks.Start } ? action.Resource.Place(current: false)
            : action.Node;

    private static bool IsPartOf(Resource part, Resource whole)
    {
        for (var parent = part.Parent; parent is not null; parent = parent.Parent)
        {
            if (parent == whole)
            {
                return true;
            }
        }

        return false;
    }

    // "After the clone started" is after its last instance did.
    private static GraphAction EndOfWhole(GraphAction action)
    {
        if (action.Resource!.Kind == ResourceKind.Primitive)
        {
            return action;
        }

        var end = Tasks.EndOf(action.Task);
        return end == action.Task ? action : action.Resource.Find(end) ?? action;
    }
}
