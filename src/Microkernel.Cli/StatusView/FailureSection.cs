using Microkernel.Cli.Output;
using Microkernel.V1;

namespace Microkernel.Cli.StatusView;

/// <summary>Failures that count, with the last words of the tool that failed.</summary>
internal static class FailureSection
{
    private const int OutputLinesMax = 4;

    /// <summary>Writes the section where there is a failure.</summary>
    public static void Write(StatusPage page, GetStatusResponse status)
    {
        var failures = status.Resources.SelectMany(r => r.Failures.Select(f => (Resource: r, Failure: f))).ToList();
        if (failures.Count == 0)
        {
            return;
        }

        page.WriteTitle("Failures");
        foreach (var (resource, failure) in failures)
        {
            var times = failure.Count == 1 ? "once" : $"{failure.Count} times";
            var age = AgeText.Since(failure.Time, status.Time);
            var last = age.Length > 0 ? $", last {age} ago" : string.Empty;
            var exit = failure.ExitCode != 0 ? $", exit code {failure.ExitCode}" : string.Empty;
            page.WriteText(
                $"{failure.Operation} of {resource.Name} on {failure.Node} failed {times}{last}{exit}: "
                + failure.Reason,
                tone: Tone.Bad);
            var output = failure.Output.Split('\n').Where(l => !string.IsNullOrWhiteSpace(l));
            foreach (var line in output.TakeLast(OutputLinesMax))
            {
                page.WriteText($"| {line}", indent: 4);
            }
        }
    }
}
