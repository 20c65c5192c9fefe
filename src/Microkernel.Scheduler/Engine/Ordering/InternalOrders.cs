namespace Microkernel.Scheduling.Engine;

/// <summary>The orders that follow from what a resource is: a stop before a start, members in turn.</summary>
internal static class InternalOrders
{
    public static void Create(Resource resource)
    {
        switch (resource.Kind)
        {
            case ResourceKind.Primitive:
                OfPrimitive(resource);
                break;
            case ResourceKind.Group:
                OfGroup(resource);
                break;
            default:
                OfClone(resource);
                break;
        }
    }

    private static void OfPrimitive(Resource resource)
    {
        if (!resource.Managed)
        {
            return;
        }

        Add(resource, Tasks.Stop, resource, Tasks.Start,
            OrderType.Optional | OrderType.ImpliesThen | OrderType.Restart);
        if (resource.Top.IsPromotable || resource.Role > ResourceRole.Unpromoted)
        {
            Add(resource, Tasks.Demote, resource, Tasks.Stop, OrderType.PromotedImpliesFirst);
            Add(resource, Tasks.Start, resource, Tasks.Promote, OrderType.RunnableFirst);
        }

        Unfencing.AddOrders(resource);
        LoadOrders.Add(resource);
    }

    private static void OfGroup(Resource group)
    {
        Add(group, Tasks.Stopped, group, Tasks.Start, OrderType.Optional);
        Add(group, Tasks.Start, group, Tasks.Started, OrderType.RunnableFirst);
        Add(group, Tasks.Stop, group, Tasks.Stopped, OrderType.RunnableFirst);
        Resource? previous = null;
        Resource? lastActive = null;
        foreach (var member in group.Children)
        {
            Create(member);
            OfMember(group, member, previous);
            if (member.IsActive)
            {
                if (group.Settings.Ordered && previous is { IsActive: false } && lastActive is { IsActive: true })
                {
                    Add(member, Tasks.Stop, lastActive, Tasks.Stop, OrderType.Optional);
                }

                lastActive = member;
            }

            previous = member;
        }
    }

    private static void OfMember(Resource group, Resource member, Resource? previous)
    {
        var ordered = group.Settings.Ordered;
        var isFirst = previous is null;
        var stopped = ordered && isFirst ? OrderType.ImpliesThen : OrderType.Optional;
        var promotable = group.Top.IsPromotable;
        if (promotable)
        {
            Add(group, Tasks.Demote, member, Tasks.Demote, OrderType.Optional);
            Add(member, Tasks.Demote, group, Tasks.Demoted, stopped);
            Add(member, Tasks.Promote, group, Tasks.Promoted,
                OrderType.RunnableFirst | OrderType.ImpliesThen);
        }

        Add(group, Tasks.Stop, member, Tasks.Stop, OrderType.Optional);
        Add(member, Tasks.Stop, group, Tasks.Stopped, stopped);
        Add(member, Tasks.Start, group, Tasks.Started, OrderType.RunnableFirst | OrderType.ImpliesThen);
        if (!ordered)
        {
            Add(group, Tasks.Start, member, Tasks.Start, OrderType.ImpliesThen | OrderType.RunnableFirst);
            if (promotable)
            {
                Add(group, Tasks.Promote, member, Tasks.Promote, OrderType.ImpliesThen | OrderType.RunnableFirst);
            }

            return;
        }

        if (previous is null)
        {
            Add(group, Tasks.Start, member, Tasks.Start, OrderType.Optional);
            if (promotable)
            {
                Add(group, Tasks.Promote, member, Tasks.Promote, OrderType.Optional);
            }

            return;
        }

        Add(previous, Tasks.Start, member, Tasks.Start, OrderType.ImpliesThen | OrderType.RunnableFirst);
        Add(member, Tasks.Stop, previous, Tasks.Stop, OrderType.Optional | OrderType.Restart);

        // A member put before one that runs: the later one stops before the earlier one starts.
        if (member.IsActive && !previous.IsActive)
        {
            Add(member, Tasks.Stop, previous, Tasks.Start, OrderType.Optional);
        }

        if (promotable)
        {
            Add(previous, Tasks.Promote, member, Tasks.Promote, OrderType.ImpliesThen | OrderType.RunnableFirst);
            Add(member, Tasks.Demote, previous, Tasks.Demote, OrderType.Optional);
        }
    }

    private static void OfClone(Resource clone)
    {
        Add(clone, Tasks.Stopped, clone, Tasks.Start, OrderType.Optional);
        Add(clone, Tasks.Start, clone, Tasks.Started, OrderType.RunnableFirst);
        Add(clone, Tasks.Stop, clone, Tasks.Stopped, OrderType.RunnableFirst);
        if (clone.IsPromotable)
        {
            Add(clone, Tasks.Demoted, clone, Tasks.Stop, OrderType.Optional);
            Add(clone, Tasks.Started, clone, Tasks.Promote, OrderType.RunnableFirst);
            Add(clone, Tasks.Stopped, clone, Tasks.Promote, OrderType.Optional);
            Add(clone, Tasks.Demoted, clone, Tasks.Start, OrderType.Optional);
            Add(clone, Tasks.Promote, clone, Tasks.Promoted, OrderType.Optional);
            Add(clone, Tasks.Demote, clone, Tasks.Demoted, OrderType.Optional);
            Add(clone, Tasks.Demoted, clone, Tasks.Promote, OrderType.Optional);
        }

        Resource? last = null;
        var ordered = clone.Settings.Clone!.Ordered;
        var children = ordered ? [.. clone.Children.OrderBy(c => c.Id, StringComparer.Ordinal)] : clone.Children;
        foreach (var child in children)
        {
            Create(child);
            Add(clone, Tasks.Start, child, Tasks.Start, OrderType.RunnableFirst);
            Add(child, Tasks.Start, clone, Tasks.Started, OrderType.Optional);
            Add(clone, Tasks.Stop, child, Tasks.Stop, OrderType.Optional);
            Add(child, Tasks.Stop, clone, Tasks.Stopped, OrderType.Optional);
            OfPromotable(clone, child, ordered ? last : null);
            if (ordered && last is not null)
            {
                Add(last, Tasks.Start, child, Tasks.Start, OrderType.Optional);
                Add(child, Tasks.Stop, last, Tasks.Stop, OrderType.Optional);
            }

            last = child;
        }
    }

    private static void OfPromotable(Resource clone, Resource child, Resource? last)
    {
        if (!clone.IsPromotable)
        {
            return;
        }

        Add(child, Tasks.Demote, clone, Tasks.Demoted, OrderType.Optional);
        Add(clone, Tasks.Demote, child, Tasks.Demote, OrderType.Optional);
        Add(child, Tasks.Promote, clone, Tasks.Promoted, OrderType.Optional);
        Add(clone, Tasks.Promote, child, Tasks.Promote, OrderType.Optional);
        if (last is not null)
        {
            Add(last, Tasks.Promote, child, Tasks.Promote, OrderType.Optional);
            Add(child, Tasks.Demote, last, Tasks.Demote, OrderType.Optional);
        }
    }

    private static void Add(Resource first, string firstTask, Resource then, string thenTask, OrderType type) =>
        first.Cluster.Orderings.Add(new Ordering(first, firstTask, then, thenTask, type));
}
