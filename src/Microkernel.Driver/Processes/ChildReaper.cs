using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Microkernel.Driver;

/// <summary>Starts children and takes note of their end at SIGCHLD.</summary>
/// <remarks>
/// The platform's own Process class cannot start a child in a process group of its own, without which a timeout
/// would reach the agent but not what the agent started. The two get along: each waits for its own children only.
/// </remarks>
internal sealed partial class ChildReaper : IDisposable
{
    private const int WaitNoHang = 1;
    private const int SigKill = 9;

    private readonly Lock _lock = new();
    private readonly Dictionary<int, ChildProcess> _children = [];
    private readonly PosixSignalRegistration _registration;

    private ChildReaper()
    {
        _registration = PosixSignalRegistration.Create(PosixSignal.SIGCHLD, _ => Reap());
    }

    /// <summary>Signals belong to the process as a whole, and so does this.</summary>
    public static ChildReaper Shared { get; } = new();

    public ChildProcess Start(
        ToolRun run, SafePipeHandle? input, SafePipeHandle? output, SafePipeHandle? errors)
    {
        // Under the lock, so that a child which ends at once is known before its SIGCHLD is looked at.
        lock (_lock)
        {
            var child = new ChildProcess(PosixSpawn.Start(run, input, output, errors));
            _children.Add(child.ProcessId, child);
            return child;
        }
    }

    /// <summary>Kills a child and its whole group, unless it has ended.</summary>
    public void KillGroup(ChildProcess child)
    {
        // Under the lock, as until a child is waited for, its number is its own.
        lock (_lock)
        {
            if (_children.ContainsKey(child.ProcessId))
                _ = Kill(-child.ProcessId, SigKill);
        }
    }

    public void Dispose() => _registration.Dispose();

    private void Reap()
    {
        lock (_lock)
        {
            foreach (var child in _children.Values.ToArray())
            {
                var waited = WaitPid(child.ProcessId, out var status, WaitNoHang);
                if (waited == 0)
                    continue;
                _children.Remove(child.ProcessId);
                child.SetExited(waited > 0 ? ExitStatus.FromWait(status) : ExitStatus.Unknown);
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "waitpid", SetLastError = true)]
    private static partial int WaitPid(int pid, out int status, int options);

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int pid, int signal);
}
