namespace Microkernel.Scheduling.Engine;

/// <summary>What it means for one resource that another one was placed.</summary>
internal static class ColocationEffects
{
    /// <summary>Tells a resource where what it follows is.</summary>
    public static void Apply(Resource dependent, Resource primary, Colocation colocation)
    {
        if (dependent.Kind == ResourceKind.Group)
        {
            foreach (var member in dependent.Settings.Colocated ? dependent.Children.Take(1) : dependent.Children)
            {
                Apply(member, primary, colocation);
            }

            return;
        }

        switch (primary.Kind)
        {
            case ResourceKind.Primitive:
                ApplyPrimitive(dependent, primary, colocation);
                break;
            case ResourceKind.Group when !primary.Provisional:
                ApplyGroup(dependent, primary, colocation);
                break;
            case ResourceKind.Clone when !primary.Provisional:
                CloneColocation.Apply(dependent, primary, colocation);
                break;
        }
    }

    /// <summary>Makes every node but these impossible.</summary>
    public static void KeepOnly(NodeTable table, IReadOnlyCollection<Node> nodes, int addThere)
    {
        for (var i = 0; i < table.Length; i++)
        {
            if (!table.Has(i))
            {
                continue;
            }

            table[i] = nodes.Any(n => n.Index == i) ? Score.Add(table[i], addThere) : Score.MinusInfinity;
        }
    }

    private static void ApplyGroup(Resource dependent, Resource group, Colocation colocation)
    {
        if (group.Children.Count == 0)
        {
            return;
        }

        // All of a group must be there for what cannot be without it; for a preference its begin is enough.
        if (group.Settings.Colocated)
        {
            var member = colocation.Score >= Score.Infinity ? group.Children[^1] : group.Children[0];
            Apply(dependent, member, colocation);
            return;
        }

        if (colocation.Score < Score.Infinity)
        {
            foreach (var member in group.Children)
            {
                Apply(dependent, member, colocation);
            }
        }
    }

    private static void ApplyPrimitive(Resource dependent, Resource primary, Colocation colocation)
    {
        if (primary.Provisional)
        {
            return;
        }

        if (colocation.DependentRole >= ResourceRole.Unpromoted && dependent.Top.IsPromotable && !dependent.Provisional)
        {
            ApplyToPriority(dependent, primary, colocation);
        }
        else if (dependent.Provisional && IsOfRoles(dependent, primary, colocation))
        {
            ApplyToScores(dependent, primary, colocation);
        }
    }

    private static bool IsOfRoles(Resource dependent, Resource primary, Colocation colocation)
    {
        var (mine, theirs) = (colocation.DependentRole, colocation.PrimaryRole);
        return (mine == ResourceRole.Unknown || mine == dependent.NextRole)
            && (theirs == ResourceRole.Unknown || theirs == primary.NextRole);
    }

    private static void ApplyToScores(Resource dependent, Resource primary, Colocation colocation)
    {
        var place = primary.AssignedTo;
        if (place is null && colocation.Score < 0)
        {
            return;
        }

        var nodes = dependent.Cluster.Nodes;
        var work = dependent.Allowed.Copy();
        var value = colocation.Attribute is { } attribute ? place?.Attribute(attribute) : null;
        for (var i = 0; i < work.Length; i++)
        {
            if (!work.Has(i))
            {
                continue;
            }

            if (place is null)
            {
                work[i] = Score.Add(-colocation.Score, work[i]);
                continue;
            }

            var together = colocation.Attribute is null ? place.Index == i
                : nodes[i].Attribute(colocation.Attribute) == value;
            if (together && colocation.Score < Score.Infinity)
            {
                work[i] = Score.Add(colocation.Score, work[i]);
            }
            else if (!together && colocation.Score >= Score.Infinity)
            {
                work[i] = Score.Add(-colocation.Score, work[i]);
            }
        }

        if (colocation.IsMandatory || work.IsAnyUsable(nodes))
        {
            dependent.Allowed = work;
        }
    }

    private static void ApplyToPriority(Resource dependent, Resource primary, Colocation colocation)
    {
        if (primary.AssignedTo is null || dependent.AssignedTo is null)
        {
            return;
        }

        var attribute = colocation.Attribute ?? "#uname";
        if (primary.AssignedTo.Attribute(attribute) != dependent.AssignedTo.Attribute(attribute))
        {
            if (colocation is { Score: >= Score.Infinity, DependentRole: ResourceRole.Promoted })
            {
                dependent.Priority = Score.MinusInfinity;
            }

            return;
        }

        if (colocation.PrimaryRole != ResourceRole.Unknown && colocation.PrimaryRole != primary.NextRole)
        {
            return;
        }

        var sign = colocation.DependentRole == ResourceRole.Unpromoted ? -1 : 1;
        dependent.Priority = Score.Add(sign * colocation.Score, dependent.Priority);
    }
}
