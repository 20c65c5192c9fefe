namespace Microkernel.Driver;

/// <summary>A daemon that was started and outlives who started it: in a session of its own, on none of our
/// pipes.</summary>
public sealed class DetachedProcess
{
    private DetachedProcess(ChildProcess child)
    {
        ProcessId = child.ProcessId;
        Exited = WaitAsync(child);
    }

    /// <summary>Its process id.</summary>
    public int ProcessId { get; }

    /// <summary>Ends with its exit code, while we live; 128 and the signal's number after a signal.</summary>
    public Task<int> Exited { get; }

    /// <summary>Starts a daemon. It reads /dev/null and writes to our own output and errors.</summary>
    /// <exception cref="ToolStartException">The program is not there or may not be run.</exception>
    public static DetachedProcess Start(ToolRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return new DetachedProcess(ChildReaper.Shared.Start(run, null, null, null));
    }

    private static async Task<int> WaitAsync(ChildProcess child) => (await child.Exited).ExitCode;
}
