using Microkernel.V1;

namespace Microkernel.Scheduling.Engine;

/// <summary>Chooses a node for each resource, what it follows first.</summary>
internal static class Assigner
{
    /// <summary>Chooses the node of a resource, or of the whole that it is a part of.</summary>
    /// <param name="resource">What to place.</param>
    /// <param name="prefer">A node to take where it is as good as the best; null: none.</param>
    public static Node? Assign(Resource resource, Node? prefer = null)
    {
        switch (resource.Kind)
        {
            case ResourceKind.Group:
                return AssignGroup(resource, prefer);
            case ResourceKind.Clone:
                CloneAssigner.Assign(resource);
                return null;
            default:
                return AssignPrimitive(resource, prefer);
        }
    }

    private static Node? AssignPrimitive(Resource resource, Node? prefer)
    {
        if (resource.Parent is { Assigning: false, Provisional: true } parent)
        {
            // Parts are never placed by themselves.
            Assign(parent, prefer);
        }

        if (!resource.Provisional)
        {
            return resource.AssignedTo;
        }

        if (resource.Assigning)
        {
            return null;
        }

        resource.Assigning = true;
        ApplyColocations(resource);
        ApplyNextRole(resource);
        var options = resource.Cluster.Options;
        if (!resource.Managed)
        {
            resource.SetNextRole(resource.Role, "it is not managed");
            Placement.Assign(resource, resource.RunningOn.FirstOrDefault(), force: true);
        }
        else if (options.StopAll)
        {
            resource.SetNextRole(ResourceRole.Stopped, "stop-all-resources is set");
            Placement.Assign(resource, null, force: true);
        }
        else
        {
            NodeChoice.AssignBest(resource, prefer);
        }

        resource.Assigning = false;
        return resource.AssignedTo;
    }

    // What must be comes before what is preferred, so that preferences do not spoil it.
    private static void ApplyColocations(Resource resource)
    {
        var follows = ColocationLists.Follows(resource);
        var followers = ColocationLists.Followers(resource);
        if (follows.Count == 0 && followers.Count == 0)
        {
            return;
        }

        foreach (var mandatory in new[] { true, false })
        {
            foreach (var colocation in follows)
            {
                if (colocation.IsMandatory == mandatory)
                {
                    Follow(resource, colocation);
                }
            }
        }

        foreach (var mandatory in new[] { true, false })
        {
            foreach (var colocation in followers)
            {
                if (colocation.IsMandatory == mandatory && colocation.HasInfluence())
                {
                    resource.Allowed = ScoreMerging.Merge(colocation.Dependent, resource.Allowed, colocation.Attribute,
                        colocation.Factor, MergeFlags.KeepUsable);
                }
            }
        }
    }

    private static void Follow(Resource resource, Colocation colocation)
    {
        var mayGiveUp = colocation.DependentRole >= ResourceRole.Promoted
            || colocation.Score is < 0 and > Score.MinusInfinity;
        var before = mayGiveUp ? resource.Allowed.Copy() : null;
        Assign(colocation.Primary);
        ColocationEffects.Apply(resource, colocation.Primary, colocation);
        if (before is not null && !resource.Allowed.IsAnyUsable(resource.Cluster.Nodes))
        {
            resource.Allowed = before;
        }
    }

    private static void ApplyNextRole(Resource resource)
    {
        var options = resource.Cluster.Options;
        if (resource.NextRole == ResourceRole.Stopped)
        {
            resource.AddScore(null, Score.MinusInfinity);
        }
        else if (resource.NextRole > resource.Role && !options.Quorate
            && options.NoQuorumPolicy == NoQuorumPolicy.Freeze)
        {
            resource.SetNextRole(resource.Role, "there is no quorum, and the policy is to freeze");
        }
    }

    private static Node? AssignGroup(Resource group, Node? prefer)
    {
        if (!group.Provisional)
        {
            return group.Place(current: false);
        }

        if (group.Assigning || group.Children.Count == 0)
        {
            return null;
        }

        if (group.Parent is { Assigning: false, Provisional: true } parent)
        {
            Assign(parent, prefer);
            return group.Place(current: false);
        }

        group.Assigning = true;
        Node? first = null;
        foreach (var member in group.Children)
        {
            var place = Assign(member, prefer);
            first ??= place;
        }

        group.SetNextRole(group.Children[0].NextRole, "its first member");
        group.Assigning = false;
        group.Provisional = false;
        return group.Settings.Colocated ? first : null;
    }
}
