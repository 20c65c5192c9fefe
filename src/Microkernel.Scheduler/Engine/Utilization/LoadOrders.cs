namespace Microkernel.Scheduling.Engine;

/// <summary>Stops that free what a node has come before starts that use it.</summary>
internal static class LoadOrders
{
    public static void Add(Resource resource)
    {
        var cluster = resource.Cluster;
        if (resource.Settings.Utilization.Count == 0
            || cluster.Options.PlacementStrategy == V1.PlacementStrategy.None)
        {
            return;
        }

        foreach (var node in resource.RunningOn)
        {
            var freed = Mark(cluster, node);
            cluster.Orderings.Add(new Ordering(resource, Tasks.Stop, null, Tasks.LoadStopped, OrderType.Load)
            {
                ThenAction = freed,
            });
        }

        foreach (var node in cluster.Nodes)
        {
            if (!resource.Allowed.Has(node.Index) || resource.Allowed[node.Index] < 0)
            {
                continue;
            }

            var freed = Mark(cluster, node);
            cluster.Orderings.Add(new Ordering(null, Tasks.LoadStopped, resource, Tasks.Start, OrderType.Load)
            {
                FirstAction = freed,
            });
            cluster.Orderings.Add(new Ordering(null, Tasks.LoadStopped, resource, Tasks.MigrateTo, OrderType.Load)
            {
                FirstAction = freed,
            });
        }
    }

    private static GraphAction Mark(Cluster cluster, Node node)
    {
        var action = cluster.Action(null, Tasks.LoadStopped, node);
        action.Pseudo = true;
        return action;
    }
}
