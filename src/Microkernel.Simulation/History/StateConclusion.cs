using Microkernel.Scheduling.Engine;
using Microkernel.Simulation.Cib;
using Microkernel.V1;

namespace Microkernel.Simulation.History;

/// <summary>Draws from a history what the resource is and what has to be done about its failures.</summary>
internal static class StateConclusion
{
    public static void Draw(CibWorld world, Resource resource, Node node, FailureAction onFail)
    {
        if (resource.Role > ResourceRole.Stopped && !node.Online && !node.Maintenance && resource.Managed
            && world.Cluster.Options.FencingEnabled)
        {
            node.Suspect($"{resource.Id} is thought to be active there");
        }

        // What a node did that is fenced anyway does not matter any more.
        var effective = node.Unclean ? FailureAction.Ignore : onFail;
        Apply(world, resource, node, effective);
        if (resource.Role is ResourceRole.Stopped or ResourceRole.Unknown)
        {
            foreach (var stop in resource.HasActions ? resource.Actions : [])
            {
                if (stop.Task == Tasks.Stop && stop.Node == node)
                {
                    stop.Optional = true;
                }
            }

            if (resource.Role == ResourceRole.Stopped && resource.MigrationSource == node
                && resource.MigrationTarget is not null && resource.RunningOn.Count > 0)
            {
                resource.Role = ResourceRole.Started;
            }

            return;
        }

        AddRunning(resource, node);
        if (effective is FailureAction.Demote or FailureAction.Block)
        {
            resource.Failed = true;
        }
        else if (effective != FailureAction.Ignore)
        {
            resource.Failed = resource.RecoverByStop = true;
        }
    }

    /// <summary>Notes that a resource is active on a node.</summary>
    public static void AddRunning(Resource resource, Node node)
    {
        if (resource.RunningOn.Contains(node))
        {
            return;
        }

        resource.RunningOn.Add(node);
        if (node.Maintenance)
        {
            resource.Managed = false;
            resource.Maintenance = true;
        }

        if (!resource.Managed)
        {
            resource.AddScore(node, Score.Infinity);
            for (var whole = resource.Parent; whole is not null && node.Online; whole = whole.Parent)
            {
                AddOnce(whole, node);
            }

            return;
        }

        if (resource.RunningOn.Count > 1 && !IsMigrating(resource))
        {
            ApplyMultiple(resource);
        }

        for (var whole = resource.Parent; whole is not null; whole = whole.Parent)
        {
            AddOnce(whole, node);
        }
    }

    private static bool IsMigrating(Resource resource) => resource.MigrationTarget is not null
        && resource.RunningOn.Count == 2;

    private static void AddOnce(Resource whole, Node node)
    {
        if (!whole.RunningOn.Contains(node))
        {
            whole.RunningOn.Add(node);
        }
    }

    private static void ApplyMultiple(Resource resource)
    {
        switch (resource.Settings.MultipleActive)
        {
            case MultipleActive.StopOnly:
                resource.AddScore(null, Score.MinusInfinity);
                break;
            case MultipleActive.Block:
                Block(resource);
                if (resource.Parent is { Kind: ResourceKind.Group, Settings.MultipleActive: MultipleActive.Block })
                {
                    resource.Parent.Children.ForEach(Block);
                }

                break;
        }
    }

    private static void Block(Resource resource) => (resource.Managed, resource.Blocked) = (false, true);

    private static void Apply(CibWorld world, Resource resource, Node node, FailureAction onFail)
    {
        switch (onFail)
        {
            case FailureAction.Demote:
                resource.Failed = true;
                world.Cluster.Action(resource, Tasks.Demote, node, optional: false);
                break;
            case FailureAction.Fence:
                node.Suspect($"{resource.Id} failed there");
                break;
            case FailureAction.Standby:
                node.Standby = node.StandbyByFailure = true;
                break;
            case FailureAction.Block:
                Block(resource);
                break;
            case FailureAction.Ban:
                resource.AddScore(node, Score.MinusInfinity);
                break;
            case FailureAction.Stop:
                resource.SetNextRole(ResourceRole.Stopped, "it failed, and on-fail is stop");
                break;
            case FailureAction.Recover when resource.Role is not (ResourceRole.Stopped or ResourceRole.Unknown):
                resource.Failed = resource.RecoverByStop = true;
                world.Cluster.Action(resource, Tasks.Stop, node, optional: false);
                break;
        }
    }
}
