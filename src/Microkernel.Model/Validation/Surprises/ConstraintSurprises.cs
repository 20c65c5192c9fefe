using Microkernel.V1;
using static Microkernel.V1.Object;

namespace Microkernel.Model.Validation.Surprises;

/// <summary>Constraints that say less than they seem to.</summary>
internal static class ConstraintSurprises
{
    public static IEnumerable<string> Find(ObjectSet set)
    {
        var together = set.Of(SpecOneofCase.Colocation)
            .SelectMany(o => ConstraintPairs.Of(o.Colocation)).Select(p => Pair(set, p.Resource, p.With)).ToHashSet();
        foreach (var o in set.Of(SpecOneofCase.Order).Where(
            o => o.Order.EffectiveKind() == OrderKind.Mandatory && o.Order.Sets.Count == 0))
        {
            var (first, then) = (o.Order.First, o.Order.Then);
            var pair = Pair(set, first, then);
            if (pair.Item1 != pair.Item2 && !together.Contains(pair))
            {
                yield return $"{o.Title()}: {then} starts after {first}, and no Colocation says that they run on the"
                    + " same node";
            }
        }

        foreach (var warning in NowhereToRun(set))
        {
            yield return warning;
        }
    }

    // Unordered, members of a group standing for the group.
    private static (string, string) Pair(ObjectSet set, string a, string b)
    {
        var (x, y) = (Place(set, a), Place(set, b));
        return string.CompareOrdinal(x, y) <= 0 ? (x, y) : (y, x);
    }

    private static string Place(ObjectSet set, string name) =>
        set.GroupOf.TryGetValue(name, out var group) ? group.Name() : name;

    private static IEnumerable<string> NowhereToRun(ObjectSet set)
    {
        var members = set.Of(SpecOneofCase.Node)
            .Where(n => n.Node.EffectiveRole() == NodeRole.Member).Select(n => n.Name()).ToHashSet();
        var bans = set.Of(SpecOneofCase.Location)
            .Where(o => o.Location.Score <= Scores.MinusInfinity && members.Contains(o.Location.Node))
            .GroupBy(o => o.Location.Resource, o => o.Location.Node);
        foreach (var ban in bans.Where(b => members.Count > 0 && b.Distinct().Count() == members.Count))
        {
            yield return $"{ban.Key}: -INFINITY on every node: it can run nowhere";
        }
    }
}
