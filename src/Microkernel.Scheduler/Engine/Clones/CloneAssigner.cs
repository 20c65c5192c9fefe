namespace Microkernel.Scheduling.Engine;

/// <summary>Spreads the instances of a clone over the nodes.</summary>
internal static class CloneAssigner
{
    public static void Assign(Resource clone)
    {
        if (!clone.Provisional || clone.Assigning)
        {
            return;
        }

        if (clone.IsPromotable)
        {
            PromotionScores.AddToInstances(clone);
        }

        clone.Assigning = true;
        foreach (var colocation in ColocationLists.Follows(clone))
        {
            Assigner.Assign(colocation.Primary);
        }

        foreach (var colocation in ColocationLists.Followers(clone))
        {
            if (colocation.HasInfluence())
            {
                clone.Allowed = ScoreMerging.Merge(colocation.Dependent, clone.Allowed, colocation.Attribute,
                    colocation.Factor, MergeFlags.KeepUsable | MergeFlags.KeepPositive);
            }
        }

        var nodes = NodeChoice.Sorted(clone.Cluster, clone.Allowed, null);
        Array.Clear(clone.InstanceCounts);
        Sort(clone);
        Distribute(clone, nodes);
        if (clone.IsPromotable)
        {
            PromotionChoice.ChooseRoles(clone);
        }

        clone.Assigning = false;
        clone.Provisional = false;
    }

    private static void Sort(Resource clone)
    {
        var sorted = clone.Children.Order(Comparer<Resource>.Create(InstanceOrder.Compare)).ToList();
        clone.Children.Clear();
        clone.Children.AddRange(sorted);
    }

    private static void Distribute(Resource clone, List<Node> nodes)
    {
        var max = clone.Settings.Clone!.Max;
        var available = nodes.Count(n => n.IsAvailable);
        var evenly = available > 0 ? Math.Max(1, max / available) : 1;
        var positiveOnly = max < available;
        var placed = 0;

        // Instances stay where they are as far as that is no worse than elsewhere.
        foreach (var instance in clone.Children)
        {
            if (placed >= max)
            {
                break;
            }

            if (!instance.IsActive || !instance.Provisional || instance.Any(r => r.Failed))
            {
                continue;
            }

            var here = instance.RunningOn[0];
            if (here.IsAvailable && clone.Allowed.Has(here.Index) && clone.InstanceCounts[here.Index] < evenly
                && AssignInstance(clone, instance, here, positiveOnly) is not null)
            {
                placed++;
            }
        }

        foreach (var instance in clone.Children)
        {
            if (!instance.Provisional)
            {
                continue;
            }

            if (placed >= max)
            {
                instance.AddScore(null, Score.MinusInfinity);
                instance.Assigning = false;
                Assigner.Assign(instance);
            }
            else if (AssignInstance(clone, instance, null, positiveOnly) is not null)
            {
                placed++;
            }
        }
    }

    private static Node? AssignInstance(Resource clone, Resource instance, Node? prefer, bool allColocations)
    {
        AddColocations(clone, instance, allColocations);
        if (prefer is not null && (!instance.Allowed.Has(prefer.Index) || instance.Allowed[prefer.Index] < 0))
        {
            return null;
        }

        BanFullNodes(clone, instance);
        var before = prefer is null ? null : Tables(instance).ToList();
        var chosen = Assigner.Assign(instance, prefer);
        if (chosen is not null && prefer is not null && chosen != prefer)
        {
            // Another node is better, so it is its turn among the others.
            foreach (var (part, table) in before!)
            {
                part.Allowed = table;
            }

            Placement.Unassign(instance);
            return null;
        }

        if (chosen is not null && clone.Allowed.Has(chosen.Index))
        {
            clone.InstanceCounts[chosen.Index]++;
        }

        return chosen;
    }

    private static IEnumerable<(Resource Part, NodeTable Table)> Tables(Resource instance) =>
        instance.Children.SelectMany(Tables).Prepend((instance, instance.Allowed.Copy()));

    // Where every node gets an instance anyway, likings of what follows the clone must not move any.
    private static void AddColocations(Resource clone, Resource instance, bool all)
    {
        foreach (var colocation in clone.Follows)
        {
            if ((all || colocation.Score < 0 || colocation.Score >= Score.Infinity)
                && !instance.Follows.Contains(colocation))
            {
                instance.Follows.Add(colocation);
            }
        }

        foreach (var colocation in clone.Followers)
        {
            if (colocation.HasInfluence(instance) && (all || colocation.Score < 0)
                && !instance.Followers.Contains(colocation))
            {
                instance.Followers.Add(colocation);
            }
        }
    }

    private static void BanFullNodes(Resource clone, Resource instance)
    {
        foreach (var node in clone.Cluster.Nodes)
        {
            if (!instance.Allowed.Has(node.Index))
            {
                continue;
            }

            if (!node.IsAvailable || !clone.Allowed.Has(node.Index))
            {
                instance.AddScore(node, Score.MinusInfinity);
            }
            else if (clone.Allowed[node.Index] < 0)
            {
                instance.AddScore(node, clone.Allowed[node.Index]);
            }
            else if (clone.InstanceCounts[node.Index] >= clone.Settings.Clone!.NodeMax)
            {
                instance.AddScore(node, Score.MinusInfinity);
            }
        }
    }
}
