namespace Microkernel.Driver;

/// <summary>A program that was started and is not forgotten yet.</summary>
internal sealed class ChildProcess(int processId)
{
    private readonly TaskCompletionSource<ExitStatus> _exited =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Also the number of its process group and session.</summary>
    public int ProcessId => processId;

    public Task<ExitStatus> Exited => _exited.Task;

    public void SetExited(ExitStatus status) => _exited.TrySetResult(status);
}
