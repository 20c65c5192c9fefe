namespace Microkernel.Scheduling.Engine;

/// <summary>Whether an action has to happen and can; for a whole, what its parts add up to.</summary>
/// <param name="Optional">Whether nothing asks for it.</param>
/// <param name="Runnable">Whether it can be done.</param>
internal readonly record struct ActionState(bool Optional, bool Runnable)
{
    /// <summary>Returns the state of an action.</summary>
    /// <param name="action">The action.</param>
    /// <param name="node">For a clone: the node whose instances are looked at; null: all.</param>
    public static ActionState Of(GraphAction action, Node? node) => action.Resource?.Kind switch
    {
        ResourceKind.Group => OfGroup(action.Resource, action, node),
        ResourceKind.Clone => OfClone(action.Resource, action, node),
        _ => new ActionState(action.Optional, action.Runnable),
    };

    /// <summary>Returns the state that counts in an order: what has to happen on a node, and what can anywhere.
    /// </summary>
    public static ActionState ForOrder(GraphAction action, Node? node)
    {
        var anywhere = Of(action, null);
        if (node is null || action.Resource is not { IsClone: true })
        {
            return anywhere;
        }

        var there = Of(action, node);
        return anywhere.Runnable && !there.Runnable ? there with { Runnable = true } : there;
    }

    /// <summary>Returns the state that a part's action has within its whole.</summary>
    public static ActionState OfPart(Resource part, GraphAction action, Node? node) =>
        part.Kind == ResourceKind.Primitive ? new ActionState(action.Optional, action.Runnable) : Of(action, node);

    private static ActionState OfGroup(Resource group, GraphAction action, Node? node)
    {
        var (optional, runnable) = (true, true);
        var task = Tasks.BeginOf(action.Task);
        foreach (var member in group.Children)
        {
            if (Find(member, task, node) is { } found)
            {
                var state = OfPart(member, found, node);
                if (optional && !state.Optional)
                {
                    optional = action.Optional = false;
                }

                if (runnable && !state.Runnable)
                {
                    runnable = action.Runnable = false;
                }
            }
            else if (task is not (Tasks.Stop or Tasks.Demote))
            {
                runnable = false;
            }
        }

        return new ActionState(optional, runnable);
    }

    private static ActionState OfClone(Resource clone, GraphAction action, Node? node)
    {
        var (optional, runnable) = (true, false);
        var task = Tasks.BeginOf(action.Task);
        foreach (var child in clone.Children)
        {
            if (Find(child, task, child.Kind == ResourceKind.Primitive ? node : null) is not { } found)
            {
                continue;
            }

            var state = OfPart(child, found, node);
            if (!state.Optional)
            {
                optional = action.Optional = false;
            }

            runnable |= state.Runnable;
        }

        if (!runnable && node is null)
        {
            action.Runnable = false;
        }

        return new ActionState(optional, runnable);
    }

    private static GraphAction? Find(Resource part, string task, Node? node) => part.Find(task, node);
}
