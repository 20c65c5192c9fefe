using System.Xml.Linq;
using Microkernel.Simulation;

namespace Microkernel.Scheduling.Tests.Conformance;

/// <summary>A cluster whose next state Pacemaker's own suite tells.</summary>
/// <param name="Name">Name of the case.</param>
/// <param name="Tier">How common what it needs is: basic or wide.</param>
/// <param name="Arguments">More arguments of crm_simulate.</param>
/// <param name="Title">What it is about.</param>
internal sealed record ConformanceCase(string Name, string Tier, string Arguments, string Title)
{
    public static IReadOnlyList<ConformanceCase> ReadAll(string folder) =>
        [.. File.ReadLines(Path.Combine(folder, "cases.tsv")).Skip(1).Select(l => l.Split('\t'))
            .Where(p => p.Length >= 4).Select(p => new ConformanceCase(p[0], p[1], p[2], p[3]))];

    // Old failures have expired by now, as when Pacemaker's answers were written down.
    public static readonly DateTimeOffset Today = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Returns what differs, in words; empty where all agrees.</summary>
    public ConformanceOutcome Compare(string folder)
    {
        var xml = Xml(folder);
        var expected = ExpectedState.Read(
            File.ReadAllText(Path.Combine(folder, "summary", $"{Name}.summary")), MembersOf(xml));
        var time = Arguments.StartsWith("-t ", StringComparison.Ordinal)
            ? DateTimeOffset.Parse(Arguments[3..] + "Z", null)
            : xml.Contains("execution-date=", StringComparison.Ordinal) ? (DateTimeOffset?)null : Today;
        SimulationResult ours;
        try
        {
            ours = CibSimulation.Run(xml, new CibSimulationOptions { Now = time });
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return new ConformanceOutcome([$"{e.GetType().Name}: {e.Message} {e.StackTrace?.Split('\n')[0]}"], []);
        }

        return new ConformanceOutcome([.. ComparePlaces(expected, ours)], [.. CompareActions(expected, ours)]);
    }

    public string Xml(string folder) => File.ReadAllText(Path.Combine(folder, "xml", $"{Name}.xml"));

    public IEnumerable<string> FeaturesIn(string folder) => Features.Of(
        Xml(folder), File.ReadAllText(Path.Combine(folder, "summary", $"{Name}.summary")));

    /// <summary>Returns "RESOURCE NODE ROLE" of every place, sorted.</summary>
    public static IEnumerable<string> Places(SimulationResult result) => result.Resources
        .SelectMany(r => r.Value.Select(p => $"{r.Key} {p.Node} {p.Role}")).Order(StringComparer.Ordinal);

    private static IEnumerable<string> ComparePlaces(ExpectedState expected, SimulationResult ours)
    {
        foreach (var (id, places) in expected.Places)
        {
            var mine = ours.Resources.GetValueOrDefault(id)?.Select(p => $"{p.Node} {p.Role}")
                .Order(StringComparer.Ordinal).ToList();
            if (mine is null || !mine.SequenceEqual(places))
            {
                yield return $"{id}: Pacemaker [{string.Join(", ", places)}], ours "
                    + (mine is null ? "nothing of it" : $"[{string.Join(", ", mine)}]");
            }
        }

        foreach (var more in ours.Resources.Where(r => r.Value.Count > 0 && !expected.Places.ContainsKey(r.Key)))
        {
            yield return $"{more.Key}: ours has it active, Pacemaker does not list it";
        }

        if (!expected.Fenced.SetEquals(ours.Fenced))
        {
            yield return $"fenced: Pacemaker [{string.Join(", ", expected.Fenced)}], ours "
                + $"[{string.Join(", ", ours.Fenced)}]";
        }
    }

    private static IEnumerable<string> CompareActions(ExpectedState expected, SimulationResult ours)
    {
        var mine = ours.Actions.Where(a => a.Operation is "start" or "stop" or "promote" or "demote" or "migrate_to"
            or "migrate_from").Select(a => $"{a.Operation} {a.Resource} {a.Node}").ToList();
        var missing = new List<string>(expected.Actions);
        foreach (var action in mine.Where(a => !missing.Remove(a)))
        {
            yield return $"ours alone: {action}";
        }

        foreach (var action in missing)
        {
            yield return $"Pacemaker alone: {action}";
        }
    }

    private static Func<string, IReadOnlyList<string>> MembersOf(string xml)
    {
        var root = XDocument.Parse(xml).Root!;
        return clone => [.. root.Descendants().Where(e => e.Attribute("id")?.Value == clone
            && e.Name.LocalName is "clone" or "master").Take(1).Descendants("primitive")
            .Select(p => p.Attribute("id")!.Value)];
    }
}

/// <summary>How a case came out.</summary>
/// <param name="State">What differs in the state after the transition, or in what was fenced.</param>
/// <param name="Actions">What differs in the actions.</param>
internal sealed record ConformanceOutcome(IReadOnlyList<string> State, IReadOnlyList<string> Actions);
