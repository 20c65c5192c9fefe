using Microkernel.V1;

namespace Microkernel.Model;

/// <summary>What constraints with sets say of two resources at a time.</summary>
public static class ConstraintPairs
{
    /// <summary>Returns who follows whom: the pair itself, or what the sets come to. Each member of a sequential set
    /// follows the one before it, and each set follows the next one.</summary>
    public static IEnumerable<(string Resource, string With)> Of(ColocationSpec colocation)
    {
        if (colocation.Sets.Count == 0)
        {
            return [(colocation.Resource, colocation.With)];
        }

        var within = colocation.Sets.Where(s => s.EffectiveSequential())
            .SelectMany(s => s.Resources.Zip(s.Resources.Skip(1), (before, after) => (after, before)));
        var between = colocation.Sets.Zip(colocation.Sets.Skip(1)).SelectMany(pair =>
            from follower in pair.First.EffectiveSequential() ? pair.First.Resources.Take(1) : pair.First.Resources
            from leader in pair.Second.EffectiveSequential() ? pair.Second.Resources.TakeLast(1) : pair.Second.Resources
            select (follower, leader));
        return within.Concat(between);
    }

    /// <summary>Returns who goes before whom: the pair itself, or what the sets come to. Members of a sequential set
    /// go one after the other, and each set goes before the next one.</summary>
    public static IEnumerable<(string First, string Then)> Of(OrderSpec order)
    {
        if (order.Sets.Count == 0)
        {
            return [(order.First, order.Then)];
        }

        var within = order.Sets.Where(s => s.EffectiveSequential())
            .SelectMany(s => s.Resources.Zip(s.Resources.Skip(1)));
        var between = order.Sets.Zip(order.Sets.Skip(1)).SelectMany(pair =>
            from first in pair.First.EffectiveSequential() ? pair.First.Resources.TakeLast(1) : pair.First.Resources
            from then in pair.Second.EffectiveSequential() ? pair.Second.Resources.Take(1) : pair.Second.Resources
            select (first, then));
        return within.Concat(between);
    }
}
