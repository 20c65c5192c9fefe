using Microkernel.Driver;
using Microkernel.Driver.V1;

namespace Microkernel.Drivers.Ocf;

/// <summary>What an exit code of an OCF agent means for an action.</summary>
internal static class OcfOutcome
{
    /// <summary>
    /// Agents put this before the one line that says what is wrong (ocf_exit_reason in ocf-shellfuncs).
    /// </summary>
    private const string ReasonPrefix = "ocf-exit-reason:";

    private const int ReasonLengthMax = 300;

    public static ResourceResult Of(ResourceOperation operation, ToolResult result)
    {
        var (outcome, state) = result.TimedOut
            ? (Outcome.TimedOut, ResourceState.Unspecified)
            : operation.Action == ResourceAction.Monitor
                ? OfMonitor(result.ExitCode)
                : OfChange(operation.Action, result.ExitCode);
        var clear = result.ExitCode is OcfExitCode.Success or OcfExitCode.NotRunning or OcfExitCode.RunningPromoted;
        var reason = outcome is Outcome.Ok or Outcome.NotRunning && clear && !result.TimedOut ? "" : Reason(result);
        return new ResourceResult(outcome, state, reason) { ExitCode = result.ExitCode, Output = result.Output };
    }

    /// <summary>Says why in one sentence: the agent's own words, before them what its exit code means.</summary>
    public static string Reason(ToolResult result)
    {
        var meaning = result.TimedOut || result.Signal > 0
            ? $"the agent {result.Ending}"
            : OcfExitCode.Meaning(result.ExitCode);
        var lines = result.Output.Split('\n');
        var said = lines.LastOrDefault(line => line.StartsWith(ReasonPrefix, StringComparison.Ordinal));
        said = said is null ? lines[^1] : said[ReasonPrefix.Length..].Trim();
        if (said.Length > ReasonLengthMax)
            said = string.Concat(said.AsSpan(0, ReasonLengthMax), "…");
        return said.Length == 0 ? meaning : $"{meaning}: {said}";
    }

    private static (Outcome Outcome, ResourceState State) OfMonitor(int code) => code switch
    {
        OcfExitCode.Success or OcfExitCode.Degraded => (Outcome.Ok, ResourceState.Started),
        OcfExitCode.RunningPromoted or OcfExitCode.DegradedPromoted => (Outcome.Ok, ResourceState.Promoted),
        OcfExitCode.NotRunning => (Outcome.NotRunning, ResourceState.Stopped),
        OcfExitCode.FailedPromoted => (Outcome.Failed, ResourceState.Failed),
        // What is not installed cannot run.
        OcfExitCode.Installed => (Outcome.FailedHere, ResourceState.Stopped),
        _ when FailureOf(code) is var failure and not Outcome.Failed => (failure, ResourceState.Unspecified),
        _ => (Outcome.Failed, ResourceState.Failed),
    };

    private static (Outcome Outcome, ResourceState State) OfChange(ResourceAction action, int code)
    {
        if (code == OcfExitCode.Success)
            return (Outcome.Ok, StateAfter(action));
        // Agents of some families answer a stop so when there was nothing to stop.
        if (code == OcfExitCode.NotRunning && action == ResourceAction.Stop)
            return (Outcome.Ok, ResourceState.Stopped);
        var state = action is ResourceAction.Notify or ResourceAction.Reload
            ? ResourceState.Unspecified
            : code == OcfExitCode.NotRunning ? ResourceState.Stopped : ResourceState.Failed;
        return (FailureOf(code), state);
    }

    private static Outcome FailureOf(int code) => code switch
    {
        OcfExitCode.Arguments or OcfExitCode.Unimplemented or OcfExitCode.Permission or OcfExitCode.Installed =>
            Outcome.FailedHere,
        OcfExitCode.Configured => Outcome.FailedEverywhere,
        _ => Outcome.Failed,
    };

    private static ResourceState StateAfter(ResourceAction action) => action switch
    {
        ResourceAction.Start or ResourceAction.Demote or ResourceAction.MigrateFrom => ResourceState.Started,
        ResourceAction.Promote => ResourceState.Promoted,
        ResourceAction.Stop => ResourceState.Stopped,
        // After migrate_to the instance here is stopped next, whatever is left of it.
        _ => ResourceState.Unspecified,
    };
}
