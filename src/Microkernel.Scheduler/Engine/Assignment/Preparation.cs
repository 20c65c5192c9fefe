using Microkernel.V1;

namespace Microkernel.Scheduling.Engine;

/// <summary>Scores that resources have before any of them is placed: locations, health, stickiness, failures.</summary>
internal static class Preparation
{
    public static void Apply(Cluster cluster)
    {
        Health.Apply(cluster);
        foreach (var resource in cluster.Resources)
        {
            ApplyLocations(resource);
        }

        foreach (var resource in cluster.Resources)
        {
            ApplyShutdownLock(resource);
            ApplyStickiness(resource);
            ApplyExclusiveDiscovery(resource);
        }
    }

    private static void ApplyLocations(Resource resource)
    {
        foreach (var location in resource.Locations)
        {
            ApplyLocation(resource, location, zero: false);
        }

        foreach (var child in resource.Children)
        {
            ApplyLocations(child);
        }
    }

    private static void ApplyLocation(Resource resource, LocationPreference location, bool zero)
    {
        if (location.Role > ResourceRole.Started && location.Role != resource.NextRole)
        {
            return;
        }

        foreach (var (node, score) in location.Scores)
        {
            resource.Allowed.Add(node.Index, zero ? 0 : score);
            if (location.Discovery is ResourceDiscovery.Never or ResourceDiscovery.Exclusive)
            {
                resource.Discovery ??= new ResourceDiscovery[resource.Allowed.Length];
                resource.Discovery[node.Index] = location.Discovery;
                resource.ExclusiveDiscovery |= location.Discovery == ResourceDiscovery.Exclusive;
            }
        }

        // Members of a group follow its first one, so what it likes counts once.
        var isGroup = resource.Kind == ResourceKind.Group && resource.Settings.Colocated;
        for (var i = 0; i < resource.Children.Count; i++)
        {
            ApplyLocation(resource.Children[i], location, zero || (isGroup && i > 0));
        }
    }

    private static void ApplyStickiness(Resource resource)
    {
        if (resource.Kind != ResourceKind.Primitive)
        {
            foreach (var child in resource.Children)
            {
                ApplyStickiness(child);
            }

            return;
        }

        if (!resource.Managed || resource.Settings.Stickiness < 1 || resource.RunningOn.Count != 1)
        {
            return;
        }

        var node = resource.RunningOn[0];
        if (resource.Cluster.Options.Symmetric || resource.Allowed.Has(node.Index))
        {
            resource.AddScore(node, resource.Settings.Stickiness);
        }
    }

    private static void ApplyExclusiveDiscovery(Resource resource)
    {
        foreach (var child in resource.Children)
        {
            ApplyExclusiveDiscovery(child);
        }

        if (!resource.ExclusiveDiscovery && !resource.Top.ExclusiveDiscovery)
        {
            return;
        }

        for (var i = 0; i < resource.Allowed.Length; i++)
        {
            if (resource.Allowed.Has(i) && resource.Discovery?[i] != ResourceDiscovery.Exclusive)
            {
                resource.Allowed[i] = Score.MinusInfinity;
            }
        }
    }

    private static void ApplyShutdownLock(Resource resource)
    {
        if (!resource.Cluster.Options.ShutdownLock || resource.IsClone)
        {
            return;
        }

        foreach (var child in resource.Children)
        {
            ApplyShutdownLock(child);
        }

        if (resource.Kind != ResourceKind.Primitive || resource.Settings.IsFenceDevice || resource.Orphan)
        {
            return;
        }

        if (resource.LockNode is not null && resource.RunningOn.Count > 0)
        {
            resource.LockNode = null;
        }
        else if (resource.RunningOn is [{ ShuttingDown: true, Unclean: false } leaving])
        {
            resource.LockNode = leaving;
        }

        foreach (var node in resource.LockNode is null ? [] : resource.Cluster.Nodes)
        {
            if (node != resource.LockNode)
            {
                resource.AddScore(node, Score.MinusInfinity);
            }
        }
    }
}
