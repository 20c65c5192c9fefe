using Microkernel.Driver;
using Microkernel.Driver.V1;

namespace Microkernel.Drivers.Ocf;

/// <summary>What the exit codes of init scripts mean; those of status are a family of their own.</summary>
internal static class LsbOutcome
{
    public static ResourceResult OfStatus(ToolResult result)
    {
        var (outcome, state, reason) = (result.TimedOut, result.ExitCode) switch
        {
            (true, _) => (Outcome.TimedOut, ResourceState.Unspecified, $"status {result.Ending}"),
            (_, 0) => (Outcome.Ok, ResourceState.Started, ""),
            (_, 1) => (Outcome.NotRunning, ResourceState.Stopped, "dead, its process id file is left"),
            (_, 2) => (Outcome.NotRunning, ResourceState.Stopped, "dead, its lock file is left"),
            (_, 3) => (Outcome.NotRunning, ResourceState.Stopped, ""),
            // Debian's and systemd's own, beyond the standard.
            (_, 150) => (Outcome.FailedHere, ResourceState.Stopped, "not installed"),
            (_, 151) => (Outcome.FailedHere, ResourceState.Unspecified, "no permission"),
            _ => (Outcome.Failed, ResourceState.Failed, $"status {result.Ending}: its state is unknown"),
        };
        return new ResourceResult(outcome, state, reason) { ExitCode = result.ExitCode, Output = result.Output };
    }

    public static ResourceResult OfChange(ResourceAction action, ToolResult result)
    {
        var (outcome, reason) = (result.TimedOut, result.ExitCode) switch
        {
            (true, _) => (Outcome.TimedOut, $"the script {result.Ending}"),
            (_, 0) => (Outcome.Ok, ""),
            (_, 2) => (Outcome.FailedHere, "the script takes its argument for wrong"),
            (_, 3) => (Outcome.FailedHere, "the script has no such action"),
            (_, 4) => (Outcome.FailedHere, "no permission"),
            (_, 5) => (Outcome.FailedHere, "not installed"),
            (_, 6) => (Outcome.FailedHere, "not configured on this node"),
            (_, 7) when action == ResourceAction.Stop => (Outcome.Ok, ""),
            _ => (Outcome.Failed, $"the script {result.Ending}"),
        };
        var state = (outcome, action) switch
        {
            (Outcome.TimedOut, _) or (_, ResourceAction.Reload) => ResourceState.Unspecified,
            (Outcome.Ok, ResourceAction.Start) => ResourceState.Started,
            (Outcome.Ok, _) => ResourceState.Stopped,
            _ => ResourceState.Failed,
        };
        if (outcome is not (Outcome.Ok or Outcome.TimedOut) && result.Output.Length > 0)
            reason += ": " + result.Output.Split('\n')[^1];
        return new ResourceResult(outcome, state, reason) { ExitCode = result.ExitCode, Output = result.Output };
    }
}
