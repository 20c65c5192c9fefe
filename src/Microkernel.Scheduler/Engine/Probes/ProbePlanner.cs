using Microkernel.V1;

namespace Microkernel.Scheduling.Engine;

/// <summary>Finds where it has to be looked what runs before anything is started.</summary>
internal static class ProbePlanner
{
    public static void Plan(Cluster cluster)
    {
        if (!cluster.Options.StartupProbes)
        {
            return;
        }

        foreach (var node in cluster.Nodes)
        {
            if (!node.Online || node.Unclean || !node.DiscoversResources)
            {
                continue;
            }

            foreach (var resource in cluster.Resources)
            {
                Plan(resource, node);
            }
        }
    }

    private static void Plan(Resource resource, Node node)
    {
        switch (resource.Kind)
        {
            case ResourceKind.Primitive:
                PlanOne(resource, node);
                break;
            case ResourceKind.Clone when !resource.IsUnique && resource.Children.Count > 0:
                // Any instance can look for all of them.
                Plan(resource.Children.Find(c => c.Any(r => r.RunningOn.Contains(node)))
                    ?? resource.Children.Find(c => c.Any(r => r.Known.Has(node.Index)))
                    ?? resource.Children.Find(c => c.Place(current: false) == node) ?? resource.Children[0], node);
                break;
            default:
                foreach (var child in resource.Children)
                {
                    Plan(child, node);
                }

                break;
        }
    }

    private static void PlanOne(Resource resource, Node node)
    {
        if (resource.Orphan || resource.Known.Has(node.Index))
        {
            return;
        }

        var discovery = resource.Discovery?[node.Index] ?? ResourceDiscovery.Always;
        if (discovery == ResourceDiscovery.Never || ((resource.ExclusiveDiscovery || resource.Top.ExclusiveDiscovery)
            && discovery != ResourceDiscovery.Exclusive))
        {
            return;
        }

        if (node.Pending)
        {
            // It may be active there, and nobody can look yet.
            resource.UnprobedOn = node;
        }
        else
        {
            resource.Cluster.Probes.Add(new Probe(resource, node));
        }
    }

    /// <summary>Holds up the starts of what cannot be looked for yet.</summary>
    public static void HoldUp(Cluster cluster)
    {
        foreach (var action in cluster.Actions)
        {
            if (action is { Task: Tasks.Start, Pseudo: false, Resource: { UnprobedOn: { } node, IsActive: false } })
            {
                action.Runnable = false;
                action.Reason = $"it is not known whether it runs on {node.Name}, which is not ready yet";
            }
        }
    }
}
