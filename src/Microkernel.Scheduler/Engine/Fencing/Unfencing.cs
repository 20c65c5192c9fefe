namespace Microkernel.Scheduling.Engine;

/// <summary>Switching a node's access on before it runs what needs that.</summary>
internal static class Unfencing
{
    public static void OrderBefore(Resource resource, Node node, GraphAction action, OrderType type)
    {
        if (Needs(resource))
        {
            ActionLinks.Link(ActionOn(resource.Cluster, node), action, type);
        }
    }

    public static void OrderAfter(Resource resource, Node node, GraphAction stop)
    {
        if (Needs(resource))
        {
            ActionLinks.Link(stop, ActionOn(resource.Cluster, node), OrderType.ImpliesFirst);
        }
    }

    public static void AddOrders(Resource resource)
    {
        if (!Needs(resource))
        {
            return;
        }

        foreach (var node in resource.Cluster.Nodes)
        {
            if (!resource.Allowed.Has(node.Index) || resource.Allowed[node.Index] < 0)
            {
                continue;
            }

            var unfence = ActionOn(resource.Cluster, node);
            resource.Cluster.Orderings.Add(new Ordering(resource, Tasks.Stop, null, Tasks.Unfence,
                OrderType.Optional | OrderType.SameNode)
            { ThenAction = unfence });
            resource.Cluster.Orderings.Add(new Ordering(null, Tasks.Unfence, resource, Tasks.Start,
                OrderType.ImpliesThenOnNode | OrderType.SameNode)
            { FirstAction = unfence });
        }
    }

    /// <summary>Returns the unfencing of a node, optional where it was done already.</summary>
    public static GraphAction ActionOn(Cluster cluster, Node node)
    {
        var action = cluster.Action(null, Tasks.Unfence, node, node.Unfenced);
        action.Reason = "what runs there needs it";
        return action;
    }

    private static bool Needs(Resource resource) => resource.Cluster.Options.Unfencing
        && !resource.Settings.IsFenceDevice && resource.Settings.Requires == V1.Requires.Unfencing;
}
