using Microkernel.Scheduling.Engine;
using Microkernel.Simulation.Cib;

namespace Microkernel.Simulation.History;

/// <summary>Finds the configured resource that a history belongs to.</summary>
internal static class InstanceFinder
{
    /// <summary>Returns the resource; null where none is configured.</summary>
    public static Resource? Find(CibWorld world, Node node, string id)
    {
        var bare = Bare(id);
        var found = world.Cluster.Find(id) ?? (bare == id ? null : FindCloned(world, bare));
        if (found is null || found.Kind != ResourceKind.Primitive)
        {
            return null;
        }

        if (!found.Top.IsClone)
        {
            return found.Id == id ? found : null;
        }

        if (found.IsUnique)
        {
            return found.Id == id ? found : UniqueOrphan(world, found, id);
        }

        return OfAnonymous(world, node, found.Top, bare);
    }

    private static Resource? FindCloned(CibWorld world, string bare) =>
        world.Cluster.Find(bare) is { } resource && resource.Top.IsClone ? resource : null;

    private static string Bare(string id)
    {
        var colon = id.LastIndexOf(':');
        return colon > 0 && int.TryParse(id.AsSpan(colon + 1), out _) ? id[..colon] : id;
    }

    private static Resource? UniqueOrphan(CibWorld world, Resource found, string id)
    {
        var colon = id.LastIndexOf(':');
        if (colon < 0 || !int.TryParse(id.AsSpan(colon + 1), out var number))
        {
            return null;
        }

        var instance = ResourcesReader.CreateInstance(world, found.Top, number);
        return instance.Primitives().FirstOrDefault(p => p.Id == id);
    }

    // An anonymous instance has no number of its own: the one that is active on the node, else any that is nowhere.
    private static Resource OfAnonymous(CibWorld world, Node node, Resource clone, string name)
    {
        Resource? inactive = null;
        foreach (var instance in clone.Children)
        {
            var places = instance.Places(current: true).ToList();
            if (places.Count == 1 && places[0] == node)
            {
                var part = instance.Primitives().FirstOrDefault(p => p.ConfiguredId == name);
                if (part is { IsActive: false })
                {
                    return part;
                }

                if (part is not null)
                {
                    return NewOrphan(world, clone, name);
                }
            }
            else if (places.Count == 0 && !instance.Orphan && inactive is null && !instance.Any(r => r.Blocked))
            {
                var part = instance.Primitives().FirstOrDefault(p => p.ConfiguredId == name);
                if (part is not null && (part.PendingNode is null || part.PendingNode == node))
                {
                    inactive = part;
                }
            }
        }

        var isUniversal = clone.Settings.Clone!.Max >= world.Cluster.Nodes.Count;
        if (inactive is { Settings.Requires: < V1.Requires.Fencing } && (!node.Online || node.Unclean) && !isUniversal)
        {
            inactive = null;
        }

        return inactive ?? NewOrphan(world, clone, name);
    }

    private static Resource NewOrphan(CibWorld world, Resource clone, string name)
    {
        var existing = clone.Children.Where(c => c.Orphan).SelectMany(c => c.Primitives())
            .FirstOrDefault(p => p.ConfiguredId == name && !p.IsActive);
        return existing ?? ResourcesReader.CreateInstance(world, clone, clone.Children.Count).Primitives()
            .First(p => p.ConfiguredId == name);
    }
}
