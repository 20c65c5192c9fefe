using System.Text;

namespace Microkernel.Scheduling.Tests.Conformance;

/// <summary>Compares with Pacemaker's own scheduler suite, which is not a part of this project.</summary>
public class ConformanceTests
{
    private const string Variable = "PACEMAKER_CASES";

    [Fact]
    public void Simulate_PacemakersCases_AgreeAsFarAsDocumented()
    {
        var folder = Environment.GetEnvironmentVariable(Variable);
        Assert.SkipWhen(string.IsNullOrEmpty(folder),
            $"{Variable} names no folder with Pacemaker's scheduler cases (cases.tsv, xml/, summary/)");
        var report = new StringBuilder();
        var counts = new SortedDictionary<string, (int All, int State, int Both)>(StringComparer.Ordinal);
        foreach (var one in ConformanceCase.ReadAll(folder!))
        {
            var outcome = one.Compare(folder!);
            var (all, state, both) = counts.GetValueOrDefault(one.Tier);
            counts[one.Tier] = (all + 1, state + (outcome.State.Count == 0 ? 1 : 0),
                both + (outcome.State.Count == 0 && outcome.Actions.Count == 0 ? 1 : 0));
            if (outcome.State.Count + outcome.Actions.Count > 0)
            {
                report.AppendLine($"{one.Tier} {one.Name}: {(outcome.State.Count > 0 ? "STATE" : "actions")} ({one.Title})");
                foreach (var line in outcome.State.Concat(outcome.Actions))
                {
                    report.AppendLine($"    {line}");
                }
            }
        }

        foreach (var (tier, (all, state, both)) in counts)
        {
            report.AppendLine($"{tier}: {state} of {all} states agree, {both} with all actions");
        }

        if (Environment.GetEnvironmentVariable("CONFORMANCE_REPORT") is { Length: > 0 } file)
        {
            File.WriteAllText(file, report.ToString());
        }

        var agreed = counts.Values.Sum(c => c.State);
        Assert.True(agreed * 100 >= counts.Values.Sum(c => c.All) * 90, report.ToString());
    }
}
