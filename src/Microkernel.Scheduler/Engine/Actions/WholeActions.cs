namespace Microkernel.Scheduling.Engine;

/// <summary>Makes the actions of groups and clones: those of their parts, and marks for their begin and end.</summary>
internal static class WholeActions
{
    public static void Create(Resource resource)
    {
        switch (resource.Kind)
        {
            case ResourceKind.Primitive:
                RoleActions.Create(resource);
                break;
            case ResourceKind.Group:
                CreateGroup(resource);
                break;
            default:
                CreateClone(resource);
                break;
        }
    }

    private static void CreateGroup(Resource group)
    {
        foreach (var member in group.Children)
        {
            Create(member);
        }

        foreach (var task in new[] { Tasks.Start, Tasks.Started, Tasks.Stop, Tasks.Stopped })
        {
            ActionFactory.Mark(group.Cluster, group, task, optional: true, runnable: true);
        }

        if (group.Top.IsPromotable)
        {
            foreach (var task in new[] { Tasks.Promote, Tasks.Promoted, Tasks.Demote, Tasks.Demoted })
            {
                ActionFactory.Mark(group.Cluster, group, task, optional: true, runnable: true);
            }
        }
    }

    private static void CreateClone(Resource clone)
    {
        var (starting, stopping, promoting, demoting, active) = (false, false, false, false, false);
        foreach (var child in clone.Children)
        {
            Create(child);
            foreach (var primitive in child.Primitives())
            {
                active |= primitive.IsActive;
                foreach (var action in primitive.HasActions ? primitive.Actions : [])
                {
                    if (action.Optional || (!action.Runnable && !action.Pseudo))
                    {
                        continue;
                    }

                    stopping |= action.Task == Tasks.Stop;
                    starting |= action.Task == Tasks.Start && action.Runnable;
                    promoting |= action.Task == Tasks.Promote;
                    demoting |= action.Task == Tasks.Demote;
                }
            }
        }

        var cluster = clone.Cluster;
        ActionFactory.Mark(cluster, clone, Tasks.Start, !starting, runnable: true);
        ActionFactory.Mark(cluster, clone, Tasks.Started, !starting, active || starting);
        ActionFactory.Mark(cluster, clone, Tasks.Stop, !stopping, runnable: true);
        ActionFactory.Mark(cluster, clone, Tasks.Stopped, !stopping, runnable: true);
        if (clone.IsPromotable)
        {
            ActionFactory.Mark(cluster, clone, Tasks.Promote, !promoting, runnable: true);
            ActionFactory.Mark(cluster, clone, Tasks.Promoted, !promoting, runnable: promoting || active);
            ActionFactory.Mark(cluster, clone, Tasks.Demote, !demoting, runnable: true);
            ActionFactory.Mark(cluster, clone, Tasks.Demoted, !demoting, runnable: true);
        }
    }
}
