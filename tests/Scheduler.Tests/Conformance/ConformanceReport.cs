using System.Text;

namespace Microkernel.Scheduling.Tests.Conformance;

/// <summary>Counts how cases came out, by tier and by what they make use of.</summary>
internal sealed class ConformanceReport
{
    private readonly SortedDictionary<string, (int All, int State, int Both)> _counts = new(StringComparer.Ordinal);
    private readonly StringBuilder _differences = new();

    /// <summary>Gets how many cases there were, and how many of their states agree.</summary>
    public (int All, int State) Total { get; private set; }

    /// <summary>Gets the names of basic cases whose state differs.</summary>
    public List<string> BasicDifferences { get; } = [];

    public void Add(ConformanceCase one, ConformanceOutcome outcome, IEnumerable<string> features)
    {
        var (state, both) = (outcome.State.Count == 0, outcome.State.Count + outcome.Actions.Count == 0);
        Total = (Total.All + 1, Total.State + (state ? 1 : 0));
        foreach (var key in features.Prepend($"*tier {one.Tier}*"))
        {
            var (all, states, boths) = _counts.GetValueOrDefault(key);
            _counts[key] = (all + 1, states + (state ? 1 : 0), boths + (both ? 1 : 0));
        }

        if (both)
        {
            return;
        }

        if (!state && one.Tier == "basic")
        {
            BasicDifferences.Add(one.Name);
        }

        _differences.AppendLine($"{one.Tier} {one.Name}: {(state ? "actions" : "STATE")} ({one.Title})");
        foreach (var line in outcome.State.Concat(outcome.Actions))
        {
            _differences.AppendLine($"    {line}");
        }
    }

    /// <summary>Writes a table in Markdown, and each difference.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(
            "| cases with | all | same state | same actions too |\n| --- | --- | --- | --- |\n");
        foreach (var (feature, (all, state, both)) in _counts)
        {
            text.AppendLine($"| {feature} | {all} | {state} | {both} |");
        }

        return text.AppendLine().Append(_differences).ToString();
    }
}
