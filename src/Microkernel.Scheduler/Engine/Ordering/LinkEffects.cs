namespace Microkernel.Scheduling.Engine;

/// <summary>What one order means for the two actions that it links.</summary>
internal static class LinkEffects
{
    private static readonly OrderType[] Single =
    [
        OrderType.ImpliesThen, OrderType.Restart, OrderType.ImpliesFirst, OrderType.PromotedImpliesFirst,
        OrderType.OneOrMore, OrderType.RunnableFirst, OrderType.ImpliesFirstMigratable, OrderType.PseudoFirst,
        OrderType.Asymmetrical,
    ];

    public static Changes Apply(
        GraphAction first, GraphAction then, ActionState firstState, ActionState thenState, ActionLink link)
    {
        var type = link.Type;
        var node = then.Node;
        var changed = Changes.None;
        if ((type & OrderType.ImpliesThenOnNode) != 0)
        {
            type = (type & ~OrderType.ImpliesThenOnNode) | OrderType.ImpliesThen;
            node = first.Node;
        }

        foreach (var one in Single)
        {
            if ((type & one) == 0)
            {
                continue;
            }

            var by = one == OrderType.ImpliesFirst ? first.Resource : then.Resource;
            changed |= by is null ? ApplyWithoutResource(first, then, firstState, one)
                : ApplyTo(by, first, then, node, one == OrderType.ImpliesFirst ? thenState : firstState, one);
        }

        // What cannot be stopped, because nobody may touch it, holds up all that waits for its stop.
        if ((type & (OrderType.ImpliesThen | OrderType.ImpliesFirst | OrderType.Restart)) != 0
            && first is { Task: Tasks.Stop, Runnable: false, Resource: { Managed: false, Blocked: true } }
            && then.Runnable)
        {
            then.Runnable = false;
            then.Because = first;
            changed |= Changes.Then;
        }

        return changed;
    }

    /// <summary>Lets one meaning of an order take effect on a resource's action.</summary>
    public static Changes ApplyTo(
        Resource resource, GraphAction first, GraphAction then, Node? node, ActionState state, OrderType type) =>
        resource.Kind switch
        {
            ResourceKind.Clone => CloneLinkEffects.Apply(first, then, node, state, type),
            ResourceKind.Group => ApplyToGroup(first, then, node, state, type),
            _ => ApplyToOne(first, then, state, type),
        };

    private static Changes ApplyToGroup(
        GraphAction first, GraphAction then, Node? node, ActionState state, OrderType type)
    {
        var changed = ApplyToOne(first, then, state, type);
        foreach (var member in then.Resource?.Children ?? [])
        {
            if (member.Find(then.Task, node) is { } action)
            {
                changed |= ApplyTo(member, first, action, node, state, type);
            }
        }

        return changed;
    }

    private static Changes ApplyWithoutResource(
        GraphAction first, GraphAction then, ActionState firstState, OrderType type)
    {
        switch (type)
        {
            case OrderType.ImpliesThen when !firstState.Optional && then.Optional:
                then.Optional = false;
                then.Because ??= first;
                return Changes.Then;
            case OrderType.ImpliesFirst when !firstState.Optional && first.Runnable:
                first.Runnable = false;
                return Changes.First;
            case OrderType.OneOrMore when firstState.Runnable:
                then.RunnableBefore++;
                if (then.RunnableBefore >= then.NeededBefore && !then.Runnable)
                {
                    then.Runnable = true;
                    return Changes.Then;
                }

                return Changes.None;
            case OrderType.RunnableFirst when !firstState.Runnable && then.Runnable:
                then.Runnable = false;
                then.Because ??= first;
                return Changes.Then;
            default:
                return Changes.None;
        }
    }

    /// <summary>Lets one meaning of an order take effect on two actions, whatever they belong to.</summary>
    public static Changes ApplyToOne(GraphAction first, GraphAction then, ActionState state, OrderType type)
    {
        var firstBefore = (first.Optional, first.Runnable, first.Migratable);
        var thenBefore = (then.Optional, then.Runnable, then.Migratable, then.Pseudo);
        switch (type)
        {
            case OrderType.Asymmetrical:
                ApplyAsymmetrical(first, then);
                break;
            case OrderType.ImpliesFirst when !then.Optional:
                // That the first has to stop follows from its start, which is impossible now.
                first.Migratable &= then.Migratable || first.Optional
                    || then.Resource is not { Kind: ResourceKind.Primitive };
                break;
            case OrderType.PromotedImpliesFirst when !then.Optional && then.Resource?.Role == ResourceRole.Promoted:
                Require(first, then);
                first.Migratable &= then.Migratable;
                break;
            case OrderType.ImpliesFirstMigratable:
                ApplyMigration(first, then);
                break;
            case OrderType.PseudoFirst when !first.Runnable:
                then.Migratable = false;
                then.Pseudo = false;
                break;
            case OrderType.RunnableFirst when then.Runnable && !state.Runnable:
                Forbid(then, first);
                then.Migratable = false;
                break;
            case OrderType.ImpliesThen when then.Optional && !state.Optional && !first.Migratable:
                Require(then, first);
                break;
            case OrderType.Restart:
                ApplyRestart(first, then);
                break;
        }

        var changed = firstBefore == (first.Optional, first.Runnable, first.Migratable)
            ? Changes.None : Changes.First;
        return thenBefore == (then.Optional, then.Runnable, then.Migratable, then.Pseudo)
            ? changed : changed | Changes.Then;
    }

    private static void ApplyMigration(GraphAction first, GraphAction then)
    {
        if (!then.Migratable || !then.Runnable)
        {
            Forbid(first, then);
        }

        if (!then.Optional)
        {
            Require(first, then);
        }
    }

    private static void ApplyAsymmetrical(GraphAction first, GraphAction then)
    {
        if (then.Resource is not { } resource || first.Runnable)
        {
            return;
        }

        if (then.Optional)
        {
            var role = resource.RoleOf(current: true);
            var stays = role >= ResourceRole.Started && then.Task == Tasks.Start && resource.AssignedTo is not null
                && resource.RunningOn.Count == 1 && resource.RunningOn[0] == resource.AssignedTo;
            if (stays || (role == ResourceRole.Stopped && then.Task == Tasks.Stop))
            {
                return;
            }
        }

        Require(then, first);
        Forbid(then, first);
    }

    private static void ApplyRestart(GraphAction first, GraphAction then)
    {
        var isRestart = !then.Optional;
        var isStop = !then.Runnable && then.Resource is { Managed: true } && first.Resource == then.Resource;
        if (!isRestart && !isStop)
        {
            return;
        }

        if (first.Runnable || !then.Optional)
        {
            Require(first, then);
        }

        first.Migratable &= then.Migratable;
        if (!first.Optional && !first.Runnable)
        {
            Forbid(then, first);
        }
    }

    private static void Require(GraphAction action, GraphAction because)
    {
        if (action.Optional)
        {
            action.Optional = false;
            action.Because ??= because;
        }
    }

    private static void Forbid(GraphAction action, GraphAction because)
    {
        if (action.Runnable)
        {
            action.Runnable = false;
            action.Because ??= because;
        }
    }
}
