using Microkernel.Cli.Output;
using Microkernel.V1;

namespace Microkernel.Cli.StatusView;

/// <summary>What needs a person, and what to do about it.</summary>
internal static class ProblemSection
{
    /// <summary>Writes the section where there is a problem.</summary>
    public static void Write(StatusPage page, GetStatusResponse status)
    {
        if (status.Problems.Count == 0)
        {
            return;
        }

        page.WriteTitle("Problems");
        foreach (var problem in status.Problems)
        {
            var (word, tone) = problem.Severity switch
            {
                Severity.Critical => ("CRITICAL", Tone.Bad),
                Severity.Info => ("info", Tone.Faint),
                _ => ("warning", Tone.Uneasy),
            };
            var about = problem.About is { Name.Length: > 0 } a ? $"  {a.Kind}/{a.Name}" : string.Empty;
            page.WriteText($"{word} {problem.Code}{about}", tone: tone);
            page.WriteText(problem.Message, indent: 4);
            if (problem.Remedy.Length > 0)
            {
                page.WriteText($"next: {problem.Remedy}", indent: 4, Tone.Strong);
            }
        }
    }
}
