using System.Xml.Linq;
using Microkernel.Scheduling.Engine;

namespace Microkernel.Simulation.Cib;

/// <summary>Reads colocations: pairs and sets.</summary>
internal static class ColocationReader
{
    public static void Read(CibWorld world, XElement element)
    {
        var score = CibXml.Score(element.Get("score"));
        var sets = element.Elements("resource_set").Select(world.Sets.Resolve).ToList();
        if (sets.Count == 0)
        {
            ReadPair(world, element, score);
            return;
        }

        XElement? last = null;
        foreach (var set in sets)
        {
            Within(world, element, set, score);
            if (last is not null)
            {
                Between(world, element, last, set, score);
            }

            last = set;
        }
    }

    private static void ReadPair(CibWorld world, XElement element, int score)
    {
        foreach (var dependent in ConstraintsReader.Resolve(world, element.Get("rsc")))
        {
            foreach (var primary in ConstraintsReader.Resolve(world, element.Get("with-rsc")))
            {
                Add(world, element, element.Id(), score, dependent, primary, element.Get("rsc-role"),
                    element.Get("with-rsc-role"));
                if (CibXml.IsTrue(element.Get("symmetrical")))
                {
                    Add(world, element, element.Id(), score, primary, dependent, element.Get("with-rsc-role"),
                        element.Get("rsc-role"));
                }
            }
        }
    }

    private static void Within(CibWorld world, XElement element, XElement set, int score)
    {
        if (!CibXml.Flag(set.Get("sequential"), true))
        {
            return;
        }

        var own = set.Get("score") is { } said ? CibXml.Score(said) : score;
        var members = Members(world, set);
        var role = set.Get("role");
        for (var i = 1; i < members.Count; i++)
        {
            if (own > 0)
            {
                var (dependent, primary) = set.Get("ordering") == "listed"
                    ? (members[i - 1], members[i]) : (members[i], members[i - 1]);
                Add(world, element, set.Id(), own, dependent, primary, role, role);
                continue;
            }

            for (var j = 0; j < i; j++)
            {
                Add(world, element, set.Id(), own, members[i], members[j], role, role);
            }
        }
    }

    private static void Between(CibWorld world, XElement element, XElement followers, XElement leaders, int score)
    {
        var (mine, theirs) = (Members(world, followers), Members(world, leaders));
        var dependents = CibXml.Flag(followers.Get("sequential"), true) ? mine.Take(1) : mine;
        var primaries = CibXml.Flag(leaders.Get("sequential"), true) ? theirs.TakeLast(1) : theirs;
        foreach (var dependent in dependents)
        {
            foreach (var primary in primaries)
            {
                Add(world, element, element.Id(), score, dependent, primary, followers.Get("role"),
                    leaders.Get("role"));
            }
        }
    }

    private static List<Resource> Members(CibWorld world, XElement set) =>
        [.. set.Elements("resource_ref").SelectMany(r => ConstraintsReader.Resolve(world, r.Id()))];

    private static void Add(
        CibWorld world, XElement element, string id, int score, Resource dependent, Resource primary, string? mine,
        string? theirs)
    {
        if (score == 0 || dependent == primary)
        {
            return;
        }

        new Colocation(id, score, dependent, primary)
        {
            DependentRole = RoleOf(mine),
            PrimaryRole = RoleOf(theirs),
            Attribute = element.Get("node-attribute") is { } attribute and not "#uname" ? attribute : null,
            Influence = CibXml.Flag(element.Get("influence"), dependent.Settings.Critical),
        }.Register();
        _ = world;
    }

    private static ResourceRole RoleOf(string? text) => text?.ToUpperInvariant() == "STARTED"
        ? ResourceRole.Unknown : ConstraintsReader.RoleOf(text);
}
