using static Microkernel.V1.Object;

namespace Microkernel.Model.Validation.Rules;

/// <summary>What may be there once only.</summary>
internal static class UniquenessRules
{
    public static void Check(ObjectSet set, ProblemCollector problems)
    {
        CheckOnce(set.All, o => o.Title(), "metadata.name", (o, _) => $"{o.Title()} is declared twice", problems);
        CheckOnce(
            set.All.Where(o => o.SpecCase is SpecOneofCase.Resource or SpecOneofCase.Group).DistinctBy(o => o.Title()),
            o => o.Name(),
            "metadata.name",
            (_, first) => $"Resources and Groups share their names; {first.Title()} has this one",
            problems);
        CheckOnce(
            set.Of(SpecOneofCase.Node).Where(o => o.Node.Id != 0).DistinctBy(o => o.Name()),
            o => $"{o.Node.Id}",
            "spec.id",
            (_, first) => $"Two nodes have this number, the other is {first.Title()}",
            problems);
        CheckOnce(
            set.Of(SpecOneofCase.FencingLevel).DistinctBy(o => o.Name()),
            o => $"{o.FencingLevel.Level} of node {o.FencingLevel.Node}",
            "spec.level",
            (_, first) => $"The node has this level already, by {first.Title()}",
            problems);
        CheckAddresses(set, problems);
        if (set.Of(SpecOneofCase.Ring).Skip(8).FirstOrDefault() is { } ninth)
        {
            problems.Add(ninth, "metadata.name", ninth.Name(), "There are more than 8 rings", "1 to 8");
        }
    }

    private static void CheckOnce(
        IEnumerable<V1.Object> objects,
        Func<V1.Object, string> keyOf,
        string path,
        Func<V1.Object, V1.Object, string> message,
        ProblemCollector problems)
    {
        var firsts = new Dictionary<string, V1.Object>(StringComparer.Ordinal);
        foreach (var o in objects)
        {
            var key = keyOf(o);
            if (!firsts.TryAdd(key, o))
            {
                problems.Add(o, path, key, message(o, firsts[key]));
            }
        }
    }

    // Two rings over one address are one ring: the second would hear nothing that the first does not.
    private static void CheckAddresses(ObjectSet set, ProblemCollector problems)
    {
        var firsts = new Dictionary<string, V1.Object>(StringComparer.Ordinal);
        foreach (var ring in set.Of(SpecOneofCase.Ring))
        {
            for (var i = 0; i < ring.Ring.Addresses.Count; i++)
            {
                var address = ring.Ring.Addresses[i].Address;
                if (!firsts.TryAdd(address, ring) && firsts[address] != ring)
                {
                    problems.Add(
                        ring, $"spec.addresses[{i}].address", address, $"{firsts[address].Title()} has this address");
                }
            }
        }
    }
}
