using Microkernel.V1;
using static Microkernel.V1.Object;

namespace Microkernel.Model.Validation.Rules;

/// <summary>Orders and colocations that go in circles could never be fulfilled.</summary>
internal static class CycleRules
{
    public static void Check(ObjectSet set, ProblemCollector problems)
    {
        CheckOrders(set, problems);
        CheckColocations(set, problems);
    }

    // A group begins before its first member and ends after its last: "X, then group" points at its begin, "group, then
    // X"
    // leaves from its end, and its members are a chain between.
    private static void CheckOrders(ObjectSet set, ProblemCollector problems)
    {
        var graph = new CycleFinder();
        foreach (var group in set.Of(SpecOneofCase.Group))
        {
            var last = Begin(group.Name());
            foreach (var member in group.Group.Members.Distinct())
            {
                graph.Add(last, member, group);
                last = member;
            }

            graph.Add(last, End(group.Name()), group);
        }

        foreach (var o in set.Of(SpecOneofCase.Order).Where(o => IsOfStarts(o.Order)))
        {
            foreach (var (before, after) in ConstraintPairs.Of(o.Order).Where(p => p.First != p.Then))
            {
                var first = set.Has(SpecOneofCase.Group, before) ? End(before) : before;
                var then = set.Has(SpecOneofCase.Group, after) ? Begin(after) : after;
                graph.Add(first, then, o);
            }
        }

        if (graph.Find() is { } cycle)
        {
            var about = cycle.Edges.FirstOrDefault(e => e.SpecCase == SpecOneofCase.Order) ?? cycle.Edges[0];
            var path = about.SpecCase == SpecOneofCase.Order ? "spec.then" : "spec.members";
            var way = string.Join(" -> ", cycle.Vertices.Select(Plain).Aggregate(new List<string>(), Append));
            problems.Add(about, path, null, $"What must happen first waits for itself: {way}");
        }
    }

    // Members of a group are one place, so the group stands for them.
    private static void CheckColocations(ObjectSet set, ProblemCollector problems)
    {
        var graph = new CycleFinder();
        var pairs = set.Of(SpecOneofCase.Colocation)
            .SelectMany(o => ConstraintPairs.Of(o.Colocation).Select(p => (Object: o, p.Resource, p.With)));
        foreach (var (o, resource, other) in pairs.Where(p => p.Resource != p.With))
        {
            var (place, with) = (Place(set, resource), Place(set, other));
            if (place != with)
            {
                graph.Add(place, with, o);
            }
            else if (o.Colocation.Score < 0)
            {
                problems.Add(o, "spec.score", Scores.Format(o.Colocation.Score), $"Group/{place} keeps them together");
            }
        }

        if (graph.Find() is { } cycle)
        {
            var way = string.Join(" -> ", cycle.Vertices);
            problems.Add(
                cycle.Edges[0], "spec.with", null, $"Each is placed after the next, none can be placed first: {way}");
        }
    }

    // A stop or demote may well wait for a start; what is never at one time waits for nothing.
    private static bool IsOfStarts(OrderSpec order) => order.Kind != OrderKind.Serialize
        && order.FirstAction is OrderAction.Unspecified or OrderAction.Start or OrderAction.Promote
        && order.ThenAction is OrderAction.Unspecified or OrderAction.Start or OrderAction.Promote
        && order.Sets.All(s => s.Action is OrderAction.Unspecified or OrderAction.Start or OrderAction.Promote);

    private static string Place(ObjectSet set, string name) =>
        set.GroupOf.TryGetValue(name, out var group) ? group.Name() : name;

    private static string Begin(string group) => group + "\nbegin";

    private static string End(string group) => group + "\nend";

    private static string Plain(string vertex) => vertex.Split('\n')[0];

    private static List<string> Append(List<string> way, string vertex)
    {
        if (way.Count == 0 || way[^1] != vertex)
        {
            way.Add(vertex);
        }

        return way;
    }
}
