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

        foreach (var o in set.Of(SpecOneofCase.Order).Where(o => o.Order.First != o.Order.Then))
        {
            var first = set.Has(SpecOneofCase.Group, o.Order.First) ? End(o.Order.First) : o.Order.First;
            var then = set.Has(SpecOneofCase.Group, o.Order.Then) ? Begin(o.Order.Then) : o.Order.Then;
            graph.Add(first, then, o);
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
        foreach (var o in set.Of(SpecOneofCase.Colocation).Where(o => o.Colocation.Resource != o.Colocation.With))
        {
            var (place, with) = (Place(set, o.Colocation.Resource), Place(set, o.Colocation.With));
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
