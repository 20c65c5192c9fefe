using Microkernel.V1;

namespace Microkernel.Scheduling.Engine;

/// <summary>What the fencing of a node means for resources: starts wait for it, stops are done by it.</summary>
internal static class FencingOrders
{
    public static void Add(Cluster cluster, GraphAction fence)
    {
        foreach (var resource in cluster.Resources)
        {
            Add(resource, fence);
        }
    }

    private static void Add(Resource resource, GraphAction fence)
    {
        if (resource.Kind != ResourceKind.Primitive)
        {
            foreach (var child in resource.Children)
            {
                Add(child, fence);
            }

            return;
        }

        if (!resource.Managed || !resource.HasActions)
        {
            return;
        }

        for (var i = 0; i < resource.Actions.Count; i++)
        {
            var action = resource.Actions[i];
            switch (action.Task)
            {
                case Tasks.Start or Tasks.Promote:
                    OrderStart(resource, action, fence);
                    break;
                case Tasks.Stop or Tasks.Demote when action.Node == fence.Node:
                    ReplaceStop(resource, action, fence);
                    break;
            }
        }
    }

    private static void OrderStart(Resource resource, GraphAction start, GraphAction fence)
    {
        if (start.Needs >= Requires.Fencing)
        {
            ActionLinks.Link(fence, start, OrderType.Optional);
        }
        else if (start.Needs == Requires.Quorum && start.Task == Tasks.Start
            && resource.Allowed.Has(fence.Node!.Index) && !resource.Known.Has(fence.Node.Index))
        {
            // Nobody knows whether it runs there, so it may.
            ActionLinks.Link(fence, start, OrderType.Optional | OrderType.RunnableFirst);
        }
    }

    private static void ReplaceStop(Resource resource, GraphAction stop, GraphAction fence)
    {
        if (stop.Task == Tasks.Demote && fence.Node is { Online: true, Unclean: false } && !resource.Failed)
        {
            return;
        }

        stop.Pseudo = true;
        stop.Runnable = true;
        stop.ByFencing = true;
        if (resource.Settings.Requires < Requires.Fencing)
        {
            return;
        }

        ActionLinks.Link(fence, stop, OrderType.Preserve | OrderType.Optional);
        if (resource.Top != resource && stop.Task == Tasks.Stop && resource.Top.Find(Tasks.Stop) is { } whole)
        {
            ActionLinks.Link(fence, whole, OrderType.Preserve | OrderType.Optional);
        }
    }
}
