namespace Microkernel.Scheduling.Engine;

/// <summary>How scores of others are taken in.</summary>
[Flags]
internal enum MergeFlags
{
    None = 0,

    /// <summary>Looks at what the other follows rather than at what follows it.</summary>
    Follows = 1,

    /// <summary>Gives up what would leave no node.</summary>
    KeepUsable = 2,

    /// <summary>Does not let a liking turn a good node into a bad one.</summary>
    KeepPositive = 4,
}

/// <summary>Takes the likings of colocated resources into a table of scores.</summary>
internal static class ScoreMerging
{
    // Stands for a node that was good and would have become bad; it is worth a little in the end.
    private const int WouldBeNegative = int.MinValue;

    /// <summary>Adds to a table what another resource, and what is colocated with it, likes.</summary>
    public static NodeTable Merge(
        Resource other, NodeTable? table, string? attribute, float factor, MergeFlags flags)
    {
        if (other.Merging)
        {
            return table!;
        }

        if (other.Kind == ResourceKind.Group && other.Children.Count > 0)
        {
            return MergeGroup(other, table, attribute, factor, flags);
        }

        other.Merging = true;
        try
        {
            return MergeOne(other, table, attribute, factor, flags);
        }
        finally
        {
            other.Merging = false;
        }
    }

    private static NodeTable MergeGroup(
        Resource group, NodeTable? table, string? attribute, float factor, MergeFlags flags)
    {
        group.Merging = true;
        var member = (flags & MergeFlags.Follows) != 0 ? group.Children[^1] : group.Children[0];
        var merged = Merge(member, table, attribute, factor, flags);
        group.Merging = false;
        return merged;
    }

    private static NodeTable MergeOne(
        Resource other, NodeTable? table, string? attribute, float factor, MergeFlags flags)
    {
        var nodes = other.Cluster.Nodes;
        NodeTable work;
        if (table is null)
        {
            work = other.Allowed.Copy();
        }
        else
        {
            work = table.Copy();
            AddMatching(nodes, work, other, attribute, factor, (flags & MergeFlags.KeepPositive) != 0);
        }

        if (work.IsAnyUsable(nodes))
        {
            var follows = (flags & MergeFlags.Follows) != 0;
            foreach (var next in follows ? ColocationLists.Follows(other) : ColocationLists.Followers(other))
            {
                if (!follows && !next.HasInfluence())
                {
                    continue;
                }

                work = Merge(follows ? next.Primary : next.Dependent, work, next.Attribute,
                    factor * next.Factor, flags | MergeFlags.KeepUsable);
            }
        }
        else if ((flags & MergeFlags.KeepUsable) != 0)
        {
            return table!;
        }

        if ((flags & MergeFlags.KeepPositive) != 0)
        {
            for (var i = 0; i < work.Length; i++)
            {
                if (work.Has(i) && work[i] == WouldBeNegative)
                {
                    work[i] = 1;
                }
            }
        }

        return work;
    }

    private static void AddMatching(
        List<Node> nodes, NodeTable table, Resource other, string? attribute, float factor, bool keepPositive)
    {
        for (var i = 0; i < table.Length; i++)
        {
            if (!table.Has(i))
            {
                continue;
            }

            var score = BestMatching(nodes, other, attribute, nodes[i]);
            if ((factor < 0 && score < 0) || table[i] == WouldBeNegative)
            {
                continue;
            }

            var product = factor * score;
            var delta = (int)(product < 0 ? product - 0.5f : product + 0.5f);
            if (delta == 0 && score != 0)
            {
                // However small, a liking is one.
                delta = factor > 0 ? 1 : factor < 0 ? -1 : 0;
            }

            var sum = Score.Add(delta, table[i]);
            if (keepPositive && sum < 0)
            {
                table[i] = table[i] > 0 ? WouldBeNegative : table[i];
                continue;
            }

            table[i] = sum;
        }
    }

    private static int BestMatching(List<Node> nodes, Resource other, string? attribute, Node node)
    {
        if (attribute is null or "#uname")
        {
            return other.Allowed.Has(node.Index) && node.IsAvailable
                ? Math.Max(other.Allowed[node.Index], Score.MinusInfinity) : Score.MinusInfinity;
        }

        var value = node.Attribute(attribute);
        var best = Score.MinusInfinity;
        foreach (var candidate in nodes)
        {
            if (other.Allowed.Has(candidate.Index) && candidate.IsAvailable
                && candidate.Attribute(attribute) == value && other.Allowed[candidate.Index] > best)
            {
                best = other.Allowed[candidate.Index];
            }
        }

        return best;
    }
}
