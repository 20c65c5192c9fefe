using System.Xml.Linq;
using Microkernel.Scheduling.Engine;
using Microkernel.V1;

namespace Microkernel.Simulation.Cib;

/// <summary>Reads orders: pairs and sets.</summary>
internal static class OrderReader
{
    public static void Read(CibWorld world, XElement element)
    {
        var kind = KindOf(element, OrderKind.Mandatory);
        var symmetrical = CibXml.Flag(element.Get("symmetrical"), kind != OrderKind.Serialize)
            && kind != OrderKind.Serialize;
        var sets = element.Elements("resource_set").Select(world.Sets.Resolve).ToList();
        if (sets.Count == 0)
        {
            ReadPair(world, element, kind, symmetrical);
            return;
        }

        XElement? last = null;
        foreach (var set in sets)
        {
            Within(world, set, kind, symmetrical);
            if (last is not null)
            {
                Between(world, last, set, kind, symmetrical);
            }

            last = set;
        }
    }

    private static void ReadPair(CibWorld world, XElement element, OrderKind kind, bool symmetrical)
    {
        var firstTask = element.Get("first-action") ?? Tasks.Start;
        var thenTask = element.Get("then-action") ?? firstTask;
        foreach (var first in ConstraintsReader.Resolve(world, element.Get("first")))
        {
            foreach (var then in ConstraintsReader.Resolve(world, element.Get("then")))
            {
                var needed = !first.IsClone ? 0 : CibXml.IsFalse(element.Get("require-all"))
                    ? Math.Max(1, first.Settings.Clone!.Min) : first.Settings.Clone!.Min;
                if (needed > 0)
                {
                    AddAfterSome(world, first, firstTask, then, thenTask, needed, kind, symmetrical);
                }
                else
                {
                    OrderConstraints.Add(world.Cluster, first, firstTask, then, thenTask, kind, symmetrical);
                }
            }
        }
    }

    private static void AddAfterSome(
        CibWorld world, Resource first, string firstTask, Resource then, string thenTask, int needed, OrderKind kind,
        bool symmetrical)
    {
        OrderConstraints.AddAnyOf(world.Cluster, first.Children, firstTask, needed,
            OrderConstraints.TypeOf(firstTask, kind, symmetrical, isInverse: false), [(then, thenTask)]);
        if (symmetrical)
        {
            var (inverseThen, inverseFirst) = (OrderConstraints.Inverse(thenTask), OrderConstraints.Inverse(firstTask));
            OrderConstraints.AddOne(world.Cluster, then, inverseThen, first, inverseFirst,
                OrderConstraints.TypeOf(inverseThen, kind, symmetrical, isInverse: true));
        }
    }

    private static void Within(CibWorld world, XElement set, OrderKind kind, bool symmetrical)
    {
        if (!CibXml.Flag(set.Get("sequential"), true))
        {
            return;
        }

        var task = set.Get("action") ?? Tasks.Start;
        var own = KindOf(set, kind);
        var members = Members(world, set);
        for (var i = 1; i < members.Count; i++)
        {
            OrderConstraints.Add(world.Cluster, members[i - 1], task, members[i], task, own, symmetrical);
        }
    }

    private static void Between(CibWorld world, XElement firsts, XElement thens, OrderKind kind, bool symmetrical)
    {
        var (before, after) = (Members(world, firsts), Members(world, thens));
        var (firstTask, thenTask) = (firsts.Get("action") ?? Tasks.Start, thens.Get("action") ?? Tasks.Start);
        if (CibXml.IsFalse(firsts.Get("require-all")))
        {
            OrderConstraints.AddAnyOf(world.Cluster, before, firstTask, 1,
                OrderConstraints.TypeOf(firstTask, kind, symmetrical, isInverse: false),
                after.Select(r => (r, thenTask)));
            return;
        }

        var lasts = CibXml.Flag(firsts.Get("sequential"), true) ? before.TakeLast(1) : before;
        var heads = CibXml.Flag(thens.Get("sequential"), true) ? after.Take(1).ToList() : after;
        foreach (var first in lasts)
        {
            foreach (var then in heads)
            {
                OrderConstraints.Add(world.Cluster, first, firstTask, then, thenTask, kind, symmetrical);
            }
        }
    }

    private static List<Resource> Members(CibWorld world, XElement set) =>
        [.. set.Elements("resource_ref").SelectMany(r => ConstraintsReader.Resolve(world, r.Id()))];

    private static OrderKind KindOf(XElement element, OrderKind otherwise)
    {
        if (element.Get("kind") is { } kind)
        {
            return kind.ToUpperInvariant() switch
            {
                "OPTIONAL" => OrderKind.Optional,
                "SERIALIZE" => OrderKind.Serialize,
                _ => OrderKind.Mandatory,
            };
        }

        return element.Get("score") is { } score
            ? CibXml.Score(score) > 0 ? OrderKind.Mandatory : OrderKind.Optional : otherwise;
    }
}
