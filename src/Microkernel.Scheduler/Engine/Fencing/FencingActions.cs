namespace Microkernel.Scheduling.Engine;

/// <summary>Makes the fencing of unclean nodes and the shutdown of those that asked for it.</summary>
internal static class FencingActions
{
    public static void Create(Cluster cluster)
    {
        GraphAction? coordinatorDown = null;
        var fencings = new List<GraphAction>();
        var shutdowns = new List<GraphAction>();
        foreach (var node in cluster.Nodes)
        {
            if (node.Unclean && cluster.CanFence(node))
            {
                var fence = cluster.Action(null, Tasks.Fence, node, optional: false);
                fence.Reason = node.UncleanReason;
                FencingOrders.Add(cluster, fence);
                if (node.IsCoordinator)
                {
                    coordinatorDown = fence;
                    continue;
                }

                if (!cluster.Options.ConcurrentFencing && fencings.Count > 0)
                {
                    ActionLinks.Link(fencings[^1], fence, OrderType.Optional);
                }

                fencings.Add(fence);
            }
            else if (node is { ShuttingDown: true, Online: true } && !node.Unclean)
            {
                var down = Shutdown(cluster, node);
                if (node.IsCoordinator)
                {
                    coordinatorDown = down;
                }
                else
                {
                    shutdowns.Add(down);
                }
            }
            else if (node.Unclean)
            {
                cluster.Warnings.Add($"{node.Name} is unclean but cannot be fenced");
            }
        }

        if (coordinatorDown is null)
        {
            return;
        }

        foreach (var fence in cluster.Options.ConcurrentFencing ? fencings : fencings.TakeLast(1))
        {
            ActionLinks.Link(fence, coordinatorDown, OrderType.Optional);
        }

        foreach (var shutdown in coordinatorDown.Task == Tasks.Shutdown ? shutdowns : [])
        {
            ActionLinks.Link(shutdown, coordinatorDown, OrderType.Optional);
        }
    }

    private static GraphAction Shutdown(Cluster cluster, Node node)
    {
        var down = cluster.Action(null, Tasks.Shutdown, node, optional: false);
        down.Reason = $"{node.Name} asked to leave";
        foreach (var resource in cluster.Resources.SelectMany(r => r.Primitives()))
        {
            if (!resource.HasActions || resource.Maintenance)
            {
                continue;
            }

            foreach (var action in resource.Actions.Where(a => a.Task == Tasks.Stop && a.Node == node))
            {
                // What nobody manages may stay behind; what is only held up must not.
                if (!resource.Managed && !resource.Blocked)
                {
                    continue;
                }

                ActionLinks.Link(action, down, OrderType.Optional | OrderType.RunnableFirst);
            }
        }

        return down;
    }
}
