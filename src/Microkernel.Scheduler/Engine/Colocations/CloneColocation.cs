namespace Microkernel.Scheduling.Engine;

/// <summary>What it means for a resource that a clone that it follows was placed.</summary>
internal static class CloneColocation
{
    public static void Apply(Resource dependent, Resource clone, Colocation colocation)
    {
        if (clone.IsPromotable && colocation.PrimaryRole != ResourceRole.Unknown)
        {
            ApplyByRole(dependent, clone, colocation);
            return;
        }

        if (Interleaves(colocation, clone))
        {
            if (CloneInstances.Compatible(dependent, clone, ResourceRole.Unknown, current: false) is { } instance)
            {
                ColocationEffects.Apply(dependent, instance, colocation);
            }
            else if (colocation.Score >= Score.Infinity)
            {
                Placement.Assign(dependent, null, force: true);
            }

            return;
        }

        if (colocation.Score >= Score.Infinity)
        {
            var places = clone.Children.Where(c => !c.Any(r => r.Blocked))
                .Select(c => c.Place(current: false)).OfType<Node>().ToList();
            ColocationEffects.KeepOnly(dependent.Allowed, places, 0);
            return;
        }

        foreach (var instance in clone.Children)
        {
            ColocationEffects.Apply(dependent, instance, colocation);
        }
    }

    private static bool Interleaves(Colocation colocation, Resource clone) =>
        colocation.Dependent is { IsClone: true, Settings.Clone.Interleave: true } dependent
        && dependent.Settings.Clone.NodeMax == clone.Settings.Clone!.NodeMax;

    private static void ApplyByRole(Resource dependent, Resource clone, Colocation colocation)
    {
        if (dependent.Provisional)
        {
            var affected = new List<Node>();
            foreach (var instance in clone.Children)
            {
                var place = instance.Place(current: false);
                if (colocation.Score < Score.Infinity)
                {
                    ColocationEffects.Apply(dependent, instance, colocation);
                }

                if (place is not null && instance.RoleOf(current: false) == colocation.PrimaryRole)
                {
                    affected.Add(place);
                }
            }

            // What is promoted where the other is promoted may well run elsewhere while it is not.
            if (colocation.Score >= Score.Infinity && (colocation.DependentRole != ResourceRole.Promoted
                || colocation.PrimaryRole != ResourceRole.Promoted))
            {
                ColocationEffects.KeepOnly(dependent.Allowed, affected, Score.Infinity);
            }

            return;
        }

        if (colocation.DependentRole != ResourceRole.Promoted)
        {
            return;
        }

        if (CloneInstances.Compatible(dependent, clone, colocation.PrimaryRole, current: false) is not null)
        {
            dependent.Priority = Score.Add(dependent.Priority, colocation.Score);
        }
        else if (colocation.Score >= Score.Infinity)
        {
            dependent.Priority = Score.MinusInfinity;
        }
    }
}
