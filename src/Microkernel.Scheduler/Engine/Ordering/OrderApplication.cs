namespace Microkernel.Scheduling.Engine;

/// <summary>Links the actions that the orders speak of, and lets what they say of each other take effect.</summary>
internal static class OrderApplication
{
    public static void Apply(Cluster cluster)
    {
        // Linking may create actions, never orders.
        foreach (var ordering in cluster.Orderings)
        {
            Link(cluster, ordering);
        }

        for (var i = 0; i < cluster.Actions.Count; i++)
        {
            OrderPropagation.BlockDependents(cluster.Actions[i]);
        }

        for (var i = 0; i < cluster.Actions.Count; i++)
        {
            OrderPropagation.Update(cluster.Actions[i]);
        }
    }

    private static void Link(Cluster cluster, Ordering ordering)
    {
        if (ordering.FirstAction is { } given)
        {
            LinkThen(given, ordering);
            return;
        }

        var first = ordering.First!;
        var found = false;
        if (first.HasActions)
        {
            for (var i = 0; i < first.Actions.Count; i++)
            {
                var action = first.Actions[i];
                if (action.Task == ordering.FirstTask && action.Interval == 0)
                {
                    found = true;
                    LinkThen(action, ordering);
                }
            }
        }

        if (!found && first != ordering.Then && !IsNeedless(first, ordering.FirstTask)
            && (ordering.Then?.HasActions ?? ordering.ThenAction is not null))
        {
            LinkThen(cluster.Action(first, ordering.FirstTask, null), ordering);
        }
    }

    // What does not run need not stop, what is not promoted need not be demoted.
    private static bool IsNeedless(Resource resource, string task) => task switch
    {
        Tasks.Stop => resource.RoleOf(current: true) is ResourceRole.Stopped,
        Tasks.Demote => resource.RoleOf(current: true) is ResourceRole.Unpromoted,
        _ => false,
    };

    private static void LinkThen(GraphAction first, Ordering ordering)
    {
        if (ordering.ThenAction is { } then)
        {
            ActionLinks.Link(first, then, ordering.Type);
            return;
        }

        if (!ordering.Then!.HasActions)
        {
            return;
        }

        var type = first.Dangling && first.Resource == ordering.Then
            ? ordering.Type & ~OrderType.ImpliesThen : ordering.Type;
        var actions = ordering.Then.Actions;
        for (var i = 0; i < actions.Count; i++)
        {
            if (actions[i].Task == ordering.ThenTask && actions[i].Interval == 0)
            {
                ActionLinks.Link(first, actions[i], type);
            }
        }
    }
}
