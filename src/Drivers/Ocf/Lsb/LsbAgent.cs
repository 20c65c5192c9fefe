using Microkernel.Driver;
using Microkernel.Driver.V1;

namespace Microkernel.Drivers.Ocf;

/// <summary>One init script (Linux Standard Base 3.1 and later, "Init Script Actions").</summary>
/// <remarks>
/// The standard says that starting what runs and stopping what does not are successes. Many scripts answer with an
/// error all the same; then the script's own status decides, since what counts is the state that is reached.
/// </remarks>
internal sealed class LsbAgent(string name, string path) : IResourceAgent
{
    public string Name => name;

    public ValueTask<Agent> DescribeAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult(LsbHeader.Describe(name, path));

    public async Task<ResourceResult> ExecuteAsync(ResourceOperation operation, CancellationToken cancellationToken)
    {
        if (operation.Parameters.Values.Count > 0)
            throw new AgentArgumentException("parameters", "expected none: an init script takes no parameters");
        try
        {
            return operation.Action switch
            {
                ResourceAction.Start or ResourceAction.Stop => await ChangeAsync(operation.Action, cancellationToken),
                ResourceAction.Monitor => LsbOutcome.OfStatus(await RunAsync("status", cancellationToken)),
                ResourceAction.Reload =>
                    LsbOutcome.OfChange(operation.Action, await RunAsync("reload", cancellationToken)),
                _ => new ResourceResult(
                    Outcome.FailedHere, ResourceState.Unspecified, $"init scripts have no action {operation.Action}"),
            };
        }
        catch (ToolStartException e)
        {
            return new ResourceResult(Outcome.FailedHere, ResourceState.Unspecified, e.Message);
        }
    }

    private async Task<ResourceResult> ChangeAsync(ResourceAction action, CancellationToken cancellationToken)
    {
        var starts = action == ResourceAction.Start;
        var result = LsbOutcome.OfChange(action, await RunAsync(starts ? "start" : "stop", cancellationToken));
        if (result.Outcome is Outcome.Ok or Outcome.TimedOut)
            return result;
        var status = LsbOutcome.OfStatus(await RunAsync("status", cancellationToken));
        var reached = starts ? Outcome.Ok : Outcome.NotRunning;
        // A status cut short by the deadline says nothing.
        if (status.Outcome != reached)
            return result;
        return result with
        {
            Outcome = Outcome.Ok,
            State = status.State,
            Reason = $"it answered with exit code {result.ExitCode}, but its status says that it is "
                + (starts ? "running" : "stopped"),
        };
    }

    private Task<ToolResult> RunAsync(string action, CancellationToken cancellationToken) =>
        Tool.RunAsync(
            new ToolRun { Path = path, Arguments = [action], IgnoreBrokenPipe = true }, cancellationToken);
}
