using Microkernel.V1;

namespace Microkernel.Scheduling.Engine;

/// <summary>Makes actions and tells whether they can be done.</summary>
internal static class ActionFactory
{
    public static GraphAction Get(
        Cluster cluster, Resource? resource, string task, Node? node, bool optional, int interval)
    {
        var action = Find(cluster, resource, task, node, interval);
        if (action is null)
        {
            action = new GraphAction(cluster.Actions.Count, resource, task, node, interval) { Optional = optional };
            cluster.Actions.Add(action);
            (resource?.Actions ?? cluster.ClusterActions).Add(action);
            action.Needs = Needs(resource, task);
        }

        if (resource is null)
        {
            action.Optional &= optional;
            return action;
        }

        UpdateOptional(action, resource, optional);
        UpdateRunnable(cluster, action, resource);
        return action;
    }

    /// <summary>Makes a mark of a group, a clone, or the cluster.</summary>
    public static GraphAction Mark(Cluster cluster, Resource? resource, string task, bool optional, bool runnable)
    {
        var action = Find(cluster, resource, task, null, 0);
        if (action is null)
        {
            action = new GraphAction(cluster.Actions.Count, resource, task, null, 0);
            cluster.Actions.Add(action);
            (resource?.Actions ?? cluster.ClusterActions).Add(action);
        }

        action.Optional = optional;
        action.Pseudo = true;
        action.Runnable = runnable;
        return action;
    }

    private static GraphAction? Find(Cluster cluster, Resource? resource, string task, Node? node, int interval)
    {
        // Actions of the cluster are few: fencings, shutdowns and what bounds the load of nodes.
        var actions = resource is null ? cluster.ClusterActions : resource.HasActions ? resource.Actions : [];
        foreach (var action in actions)
        {
            if (action.Task == task && action.Interval == interval && (action.Node == node || node is null
                || action.Node is null))
            {
                action.Node ??= node;
                return action;
            }
        }

        return null;
    }

    private static Requires Needs(Resource? resource, string task) =>
        resource is null || task is not (Tasks.Start or Tasks.Promote) ? Requires.Nothing
            : resource.Settings.Requires;

    private static void UpdateOptional(GraphAction action, Resource resource, bool optional)
    {
        if (action is { Node: not null, Pseudo: false, Interval: 0 } && !resource.Managed)
        {
            action.Optional = true;
        }
        else if (!optional)
        {
            action.Optional = false;
        }
    }

    private static void UpdateRunnable(Cluster cluster, GraphAction action, Resource resource)
    {
        if (action.Pseudo)
        {
            return;
        }

        if (action.Node is not { } node)
        {
            action.Runnable = false;
        }
        else if (!node.Online)
        {
            action.Runnable = false;
            action.Reason = $"{node.Name} is offline";
            if (resource.Managed && action.Task == Tasks.Stop && !node.Unclean)
            {
                node.Suspect($"{resource.Id} cannot be stopped there");
            }
        }
        else if (node.Pending)
        {
            action.Runnable = false;
            action.Reason = $"{node.Name} is not ready yet";
        }
        else
        {
            action.Runnable = action.Needs == Requires.Nothing || IsAllowedByQuorum(cluster, action, resource);
        }
    }

    private static bool IsAllowedByQuorum(Cluster cluster, GraphAction action, Resource resource)
    {
        switch (QuorumPolicies.Of(cluster, resource))
        {
            case NoQuorumPolicy.Stop:
                action.Reason = "there is no quorum";
                return false;
            case NoQuorumPolicy.Freeze when !resource.IsActive || resource.NextRole > resource.Role:
                action.Reason = "there is no quorum, and the policy is to freeze";
                return false;
            default:
                return true;
        }
    }
}
