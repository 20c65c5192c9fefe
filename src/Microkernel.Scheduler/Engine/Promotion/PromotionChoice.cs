using Microkernel.V1;

namespace Microkernel.Scheduling.Engine;

/// <summary>Chooses which instances of a promotable clone are promoted, once each has its node.</summary>
internal static class PromotionChoice
{
    public static void ChooseRoles(Resource clone)
    {
        Array.Clear(clone.InstanceCounts);
        foreach (var instance in clone.Children)
        {
            SetPriority(clone, instance);
        }

        Sort(clone);
        var settings = clone.Settings.Clone!;
        var promoted = 0;
        foreach (var instance in clone.Children)
        {
            var node = promoted < settings.PromotedMax ? NodeToPromoteOn(clone, instance) : null;
            if (node is null)
            {
                SetUnpromoted(instance);
                continue;
            }

            if (instance.Role < ResourceRole.Promoted && instance.RoleOf(current: true) < ResourceRole.Promoted
                && !clone.Cluster.Options.Quorate && clone.Cluster.Options.NoQuorumPolicy == NoQuorumPolicy.Freeze)
            {
                SetUnpromoted(instance);
                continue;
            }

            clone.InstanceCounts[node.Index]++;
            SetPromoted(instance);
            promoted++;
        }
    }

    private static void SetPriority(Resource clone, Resource instance)
    {
        if (instance.RoleOf(current: true) == ResourceRole.Started)
        {
            foreach (var primitive in instance.Primitives().Where(p => p.Role == ResourceRole.Started))
            {
                primitive.Role = ResourceRole.Unpromoted;
            }
        }

        var chosen = instance.Place(current: false);
        var next = instance.RoleOf(current: false);
        switch (next)
        {
            case ResourceRole.Started or ResourceRole.Unknown:
                var score = chosen is null ? 0 : PromotionScores.Of(instance, chosen, out var isDefault)
                    is var found && isDefault ? -1 : found;
                instance.Priority = chosen is null ? -1 : score;
                break;
            case ResourceRole.Unpromoted or ResourceRole.Stopped:
                instance.Priority = Score.MinusInfinity;
                break;
        }

        AddLocations(instance, instance.Locations, chosen);
        AddLocations(instance, clone.Locations, chosen);
        foreach (var colocation in ColocationLists.Follows(instance).Concat(
            clone.Follows.Where(c => !instance.Follows.Contains(c))))
        {
            ColocationEffectsOnRole(instance, colocation);
        }

        instance.SortIndex = next == ResourceRole.Promoted ? Score.Infinity : instance.Priority;
    }

    private static void ColocationEffectsOnRole(Resource instance, Colocation colocation)
    {
        // A group is promoted as a whole, so the constraint counts for the group, not for its first member.
        if (instance.Kind == ResourceKind.Group)
        {
            var first = instance.Children[0];
            var before = first.Priority;
            first.Priority = instance.Priority;
            ColocationEffects.Apply(first, colocation.Primary, colocation);
            instance.Priority = first.Priority;
            first.Priority = before;
            return;
        }

        ColocationEffects.Apply(instance, colocation.Primary, colocation);
    }

    private static void AddLocations(Resource instance, List<LocationPreference> locations, Node? chosen)
    {
        foreach (var location in locations.Where(l => l.Role == ResourceRole.Promoted))
        {
            foreach (var (node, score) in location.Scores)
            {
                if (node == chosen)
                {
                    instance.Priority = Score.Add(instance.Priority, score);
                }
            }
        }
    }

    private static void Sort(Resource clone)
    {
        if (clone.Merging)
        {
            return;
        }

        clone.Merging = true;
        var worth = clone.Allowed.Copy();
        foreach (var instance in clone.Children)
        {
            if (instance.Place(current: false) is { } place && instance.SortIndex >= 0)
            {
                worth.Add(place.Index, instance.SortIndex);
            }
        }

        worth = MergePromoted(clone, worth);
        foreach (var instance in clone.Children)
        {
            if (instance.Place(current: false) is not { } place || instance.SortIndex < 0)
            {
                continue;
            }

            var isForced = !instance.Managed && instance.RoleOf(current: false) == ResourceRole.Promoted;
            instance.SortIndex = isForced ? Score.Infinity : worth[place.Index];
        }

        clone.Merging = false;
        var sorted = clone.Children.Order(Comparer<Resource>.Create(Compare)).ToList();
        clone.Children.Clear();
        clone.Children.AddRange(sorted);
    }

    private static NodeTable MergePromoted(Resource clone, NodeTable worth)
    {
        foreach (var colocation in ColocationLists.Follows(clone))
        {
            if (colocation.DependentRole == ResourceRole.Promoted)
            {
                worth = ScoreMerging.Merge(colocation.Primary, worth, colocation.Attribute, colocation.Factor,
                    MergeFlags.Follows | MergeFlags.KeepUsable | MergeFlags.KeepPositive);
            }
        }

        foreach (var colocation in ColocationLists.Followers(clone))
        {
            if (colocation.PrimaryRole == ResourceRole.Promoted && colocation.HasInfluence())
            {
                worth = ScoreMerging.Merge(colocation.Dependent, worth, colocation.Attribute, colocation.Factor,
                    MergeFlags.KeepUsable | MergeFlags.KeepPositive);
            }
        }

        return worth;
    }

    private static int Compare(Resource a, Resource b)
    {
        if (a.SortIndex != b.SortIndex)
        {
            return b.SortIndex.CompareTo(a.SortIndex);
        }

        var (roleA, roleB) = (a.RoleOf(current: true), b.RoleOf(current: true));
        return roleA != roleB ? roleB.CompareTo(roleA) : InstanceOrder.Compare(a, b);
    }

    private static Node? NodeToPromoteOn(Resource clone, Resource instance)
    {
        if (instance.Children.Any(member => !CanBePromoted(clone, member, member.Priority)))
        {
            return null;
        }

        return CanBePromoted(clone, instance, instance.Priority) ? instance.Place(current: false) : null;
    }

    private static bool CanBePromoted(Resource clone, Resource instance, int priority)
    {
        if (instance.Place(current: false) is not { } node)
        {
            return false;
        }

        if (instance.Primitives().Any(p => !p.Managed))
        {
            return instance.RoleOf(current: true) == ResourceRole.Promoted;
        }

        var isMember = instance.Parent?.Kind == ResourceKind.Group;
        return (isMember || priority >= 0) && node.IsAvailable && clone.Allowed.Has(node.Index)
            && (clone.InstanceCounts[node.Index] < clone.Settings.Clone!.PromotedNodeMax || !clone.Managed);
    }

    private static void SetUnpromoted(Resource instance)
    {
        foreach (var primitive in instance.Primitives().Where(p => p.NextRole != ResourceRole.Stopped
            || p.AssignedTo is not null))
        {
            if (primitive.NextRole == ResourceRole.Stopped)
            {
                continue;
            }

            primitive.SetNextRole(primitive.AssignedTo is null ? ResourceRole.Stopped : ResourceRole.Unpromoted,
                "others are promoted, or nothing says that it shall be");
        }
    }

    private static void SetPromoted(Resource instance)
    {
        foreach (var primitive in instance.Primitives())
        {
            if (primitive.NextRole is ResourceRole.Unknown or ResourceRole.Started)
            {
                primitive.SetNextRole(ResourceRole.Promoted, "it is worth most");
            }
        }
    }
}
