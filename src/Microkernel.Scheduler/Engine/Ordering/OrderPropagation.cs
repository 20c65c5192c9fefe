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

        if (first.Resource is { } a && then.Resource is { } b && a != b && !IsPartOf(a, b))
        {
            first = EndOfWhole(first);
        }

        var changed = LinkEffects.Apply(first, then, ActionState.Of(first, thenNode), ActionState.Of(then, firstNode),
            link);
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
        if (action.Runnable || action.Resource is not { } resource
            || action.Task is not (Tasks.Start or Tasks.Promote))
        {
            return;
        }

        // A whole group or clone is blocked by what a colocation names.
        for (var whole = resource; whole is not null; whole = whole.Parent)
        {
            if (whole != resource && whole.IsClone)
            {
                break;
            }

            foreach (var colocation in whole.Followers)
            {
                if (colocation.Score < Score.Infinity || whole.Kind == ResourceKind.Group && action.Optional)
                {
                    continue;
                }

                if (colocation.PrimaryRole == ResourceRole.Promoted && action.Task == Tasks.Start)
                {
                    continue;
                }

                if (colocation.PrimaryRole != ResourceRole.Promoted && action.Task == Tasks.Promote)
                {
                    continue;
                }

                BlockActive(colocation, action);
            }
        }
    }

    private static void BlockActive(Colocation colocation, GraphAction action)
    {
        if (colocation.Primary.IsClone)
        {
            return;
        }

        var task = colocation.DependentRole == ResourceRole.Promoted ? Tasks.Promote : Tasks.Start;
        foreach (var primitive in colocation.Dependent.Primitives())
        {
            foreach (var start in primitive.HasActions ? primitive.Actions : [])
            {
                if (start.Task == task && start.Runnable && !start.Optional && start.Interval == 0)
                {
                    start.Runnable = false;
                    start.Because = action;
                    BlockDependents(start);
                    foreach (var link in start.After)
                    {
                        Update(link.Then);
                    }
                }
            }
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
