namespace Microkernel.Scheduling.Engine;

/// <summary>Puts resources on nodes, and takes that back.</summary>
internal static class Placement
{
    /// <summary>Puts a resource on a node, or nowhere; answers whether that changed anything.</summary>
    /// <param name="resource">A primitive, or what is made of primitives.</param>
    /// <param name="node">The node; null: nowhere.</param>
    /// <param name="force">Whether it is done though the node cannot run anything.</param>
    public static bool Assign(Resource resource, Node? node, bool force)
    {
        if (resource.Children.Count > 0 || resource.Kind != ResourceKind.Primitive)
        {
            var changed = false;
            foreach (var child in resource.Children)
            {
                changed |= Assign(child, node, force);
            }

            return changed;
        }

        var before = resource.AssignedTo;
        if (!force && node is not null && (!node.IsAvailable || resource.Allowed[node.Index] < 0))
        {
            resource.SetNextRole(ResourceRole.Stopped, "no node can run it");
            node = null;
        }

        Unassign(resource);
        resource.Provisional = false;
        if (node is null)
        {
            GiveUp(resource);
        }
        else
        {
            resource.AssignedTo = node;
            node.Placed++;
            Capacities.Consume(resource, node);
        }

        return before != node;
    }

    public static void Unassign(Resource resource)
    {
        if (resource.Kind != ResourceKind.Primitive)
        {
            foreach (var child in resource.Children)
            {
                Unassign(child);
            }

            resource.Provisional = true;
            return;
        }

        resource.Provisional = true;
        if (resource.AssignedTo is not { } old)
        {
            return;
        }

        resource.AssignedTo = null;
        old.Placed--;
        Capacities.Release(resource, old);
    }

    private static void GiveUp(Resource resource)
    {
        resource.SetNextRole(ResourceRole.Stopped, resource.NextRoleReason.Length > 0 ? resource.NextRoleReason
            : "no node can run it");
        if (!resource.HasActions)
        {
            return;
        }

        foreach (var action in resource.Actions)
        {
            if (action.Task == Tasks.Stop)
            {
                action.Optional = false;
            }
            else if (action.Task is Tasks.Start or Tasks.Monitor)
            {
                action.Runnable = false;
            }
        }
    }
}
