using Microkernel.Scheduling.Tests.Properties;
using Microkernel.Scheduling.Tests.Worlds;

namespace Microkernel.Scheduling.Tests.Differential;

public class PacemakerTests
{
    private static readonly int Clusters =
        int.TryParse(Environment.GetEnvironmentVariable("DIFFERENTIAL_CASES"), out var cases) ? cases : 50;

    // Ours differs on purpose where a resource loses its place or shall not run: it pulls nobody any more. The rest of
    // the differences, mostly with unmanaged resources, is not explained yet; the bound keeps them from growing.
    private const int MaxPercentDifferent = 10;

    [Fact]
    public void Plan_RandomClusters_LeadWherePacemakersDo()
    {
        Assert.SkipUnless(CrmSimulate.IsInstalled, "crm_simulate (package pacemaker-cli-utils) is not installed");
        var differences = new List<string>();
        for (var seed = 0; seed < Clusters; seed++)
        {
            if (Compare(seed) is { } difference)
            {
                differences.Add(difference);
            }
        }

        var summary = $"{differences.Count} of {Clusters} clusters differ";
        TestContext.Current.SendDiagnosticMessage(summary);
        Assert.True(differences.Count * 100 <= Clusters * MaxPercentDifferent,
            $"{summary}; the first:\n{string.Join('\n', differences.Take(3))}");
    }

    private static string? Compare(int seed)
    {
        var random = new Random(seed);
        var world = PlainWorldGenerator.Make(new Tape([.. Enumerable.Range(0, 300).Select(_ => random.Next())]));
        var story = world.ToString();
        var (theirs, output) = CrmSimulate.Run(Cib.Of(world));
        var plan = Scheduler.Plan(world.Input());
        foreach (var action in plan.Actions)
        {
            world.Apply(action);
        }

        var ours = world.Resources.Keys.ToDictionary(r => r, r => string.Join(' ', world.NodesRunning(r)));
        var different = ours.Keys.Where(r => theirs.GetValueOrDefault(r, "?") != ours[r])
            .Select(r => $"{r}: Pacemaker '{theirs.GetValueOrDefault(r, "?")}', ours '{ours[r]}'").ToList();
        return different.Count == 0 ? null
            : $"seed {seed}: {string.Join("; ", different)}\n{story}{output}{PlanText.Of(plan)}";
    }
}
