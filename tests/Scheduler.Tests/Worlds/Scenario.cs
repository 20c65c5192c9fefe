using System.Text;

namespace Microkernel.Scheduling.Tests.Worlds;

/// <summary>
/// Plays a scenario file. A line is a statement of <see cref="Statements"/>; the indented lines after <c>plan</c>,
/// <c>run</c> and <c>why</c> are what is expected. With UPDATE_SCENARIOS=FOLDER they are written anew there.
/// </summary>
internal sealed class Scenario
{
    // A cluster that needs more plans than this to come to rest never does.
    private const int MaxRounds = 10;

    private readonly World _world = new();
    private readonly Statements _statements;

    public Scenario() => _statements = new Statements(_world);

    /// <summary>Returns the file with what really came out in place of the expectations.</summary>
    public static string Play(string text)
    {
        var scenario = new Scenario();
        var result = new StringBuilder();
        foreach (var line in text.Split('\n'))
        {
            if (line.StartsWith("  ", StringComparison.Ordinal))
            {
                continue;
            }

            result.Append(line).Append('\n');
            foreach (var outcome in scenario.Do(line.Split('#')[0].Trim()).Split('\n'))
            {
                if (outcome.Length > 0)
                {
                    result.Append("  ").Append(outcome).Append('\n');
                }
            }
        }

        return result.ToString().TrimEnd('\n') + '\n';
    }

    private string Do(string statement)
    {
        var words = statement.Split([' ', ':', '='], StringSplitOptions.RemoveEmptyEntries);
        switch (words)
        {
            case []:
                return "";
            case ["plan"]:
                return PlanText.Of(Scheduler.Plan(_world.Input()));
            case ["why", var resource]:
                return PlanText.Of(Scheduler.Explain(_world.Input(), resource));
            case ["where"]:
                return string.Concat(Scheduler.Plan(_world.Input()).Placements
                    .Select(p => $"{p.Resource} on {p.Node ?? "nowhere"}: {p.Reason}\n"));
            case ["run"]:
                return Run();
            default:
                _statements.Do(words);
                return "";
        }
    }

    // Carries out plan after plan until nothing is left to do, and tells what runs where.
    private string Run()
    {
        for (var round = 0; round < MaxRounds; round++)
        {
            var plan = Scheduler.Plan(_world.Input());
            _world.Moves.RemoveAll(plan.FulfilledMoves.Contains);
            foreach (var action in plan.Actions)
            {
                _world.Apply(action);
            }

            if (plan.Actions.Count == 0)
            {
                return string.Concat(_world.Nodes.Values.Select(n => $"{n.Name}: "
                    + (n.Condition == NodeCondition.Online ? "" : $"({n.Condition.ToString().ToLowerInvariant()}) ")
                    + string.Join(" ", _world.Seen.Keys.Where(k => k.Node == n.Name && _world.IsActive(k))
                        .Select(k => k.Resource).Order(StringComparer.Ordinal)).Trim() + "\n"));
            }
        }

        return $"not at rest after {MaxRounds} plans\n" + PlanText.Of(Scheduler.Plan(_world.Input()));
    }
}
