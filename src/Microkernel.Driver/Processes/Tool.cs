namespace Microkernel.Driver;

/// <summary>Runs programs, each in a session and process group of its own.</summary>
/// <remarks>
/// What a program leaves running goes on: it is in no group of ours, holds no file of ours but its output pipe, and
/// nothing kills it when the program succeeds or when the driver ends. Only a program that is out of time is killed,
/// with all of its process group.
/// </remarks>
public static class Tool
{
    /// <summary>How long a killed program is waited for: longer means that it hangs in the kernel.</summary>
    private static readonly TimeSpan DeathTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Runs a program to its end.</summary>
    /// <param name="run">What to run.</param>
    /// <param name="deadline">Fires when its time is up; the process group is then killed.</param>
    /// <exception cref="ToolStartException">The program is not there or may not be run.</exception>
    public static async Task<ToolResult> RunAsync(ToolRun run, CancellationToken deadline)
    {
        ArgumentNullException.ThrowIfNull(run);
        if (deadline.IsCancellationRequested)
            return new ToolResult { ExitCode = -1, TimedOut = true };
        var tail = new OutputTail();
        var data = new OutputHead(ToolRun.StandardOutputBytesMax);
        using var input = run.Input is null ? null : ToolPipe.ToChild();
        var output = ToolPipe.FromChild();
        var errors = run.SeparateOutput ? ToolPipe.FromChild() : null;
        ChildProcess child;
        try
        {
            child = ChildReaper.Shared.Start(
                run, input?.ChildHandle, output.ChildHandle, (errors ?? output).ChildHandle);
        }
        catch
        {
            output.Dispose();
            errors?.Dispose();
            throw;
        }
        input?.CloseChildHandle();
        output.Follow(run.SeparateOutput ? data.Append : tail.Append);
        errors?.Follow(tail.Append);
        var feeding = input?.FeedAsync(run.Input!, deadline) ?? Task.CompletedTask;
        var (timedOut, status) = await WaitAsync(child, deadline);
        await output.FinishAsync();
        if (errors is not null)
            await errors.FinishAsync();
        input?.Dispose();
        await feeding;
        return new ToolResult
        {
            ExitCode = status?.ExitCode ?? -1,
            Signal = status?.Signal ?? 0,
            TimedOut = timedOut,
            Lingers = status is null,
            Output = tail.Text(new SecretMask(run.Secrets)),
            StandardOutput = data.Text,
            StandardOutputCut = data.IsCut,
        };
    }

    private static async Task<(bool TimedOut, ExitStatus? Status)> WaitAsync(
        ChildProcess child, CancellationToken deadline)
    {
        try
        {
            return (false, await child.Exited.WaitAsync(deadline));
        }
        catch (OperationCanceledException)
        {
            // Below.
        }
        ChildReaper.Shared.KillGroup(child);
        try
        {
            return (true, await child.Exited.WaitAsync(DeathTimeout, CancellationToken.None));
        }
        catch (TimeoutException)
        {
            return (true, null);
        }
    }
}
