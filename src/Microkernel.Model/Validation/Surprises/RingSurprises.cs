using static Microkernel.V1.Object;

namespace Microkernel.Model.Validation.Surprises;

/// <summary>Heartbeats that hang on one network.</summary>
internal static class RingSurprises
{
    public static IEnumerable<string> Find(ObjectSet set)
    {
        var rings = set.Of(SpecOneofCase.Ring).ToList();
        if (rings.Count == 1)
        {
            yield return $"{rings[0].Title()}: it is the only ring: one failed switch and every node looks lost";
        }

        foreach (var ring in rings)
        {
            var there = ring.Ring.Addresses.Select(a => a.Node).ToHashSet();
            foreach (var node in set.Of(SpecOneofCase.Node).Where(n => !there.Contains(n.Name())))
            {
                yield return $"{ring.Title()}: {node.Title()} has no address on it, so it is not heard there";
            }
        }
    }
}
