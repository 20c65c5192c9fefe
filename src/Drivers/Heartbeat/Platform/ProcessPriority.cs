using System.ComponentModel;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Microkernel.Drivers.Heartbeat.Platform;

/// <summary>Puts this process before others, as far as the system allows it: a busy host must not look dead.</summary>
/// <param name="options">What is wanted.</param>
/// <param name="logger">Told what was refused.</param>
internal sealed partial class ProcessPriority(PriorityOptions options, ILogger<ProcessPriority> logger)
{
    // PRIO_PROCESS of setpriority(2), which on Linux means one thread.
    private const int OneThread = 0;
    private const int NoSuchProcess = 3;

    /// <summary>Locks memory and raises all threads there are; those they start inherit it.</summary>
    public void RaiseProcess()
    {
        if (options.LockMemory)
            Report("mlockall", NativeMethods.LockMemory(NativeMethods.LockCurrentFutureOnFault),
                "pages of this process may be swapped out (needs CAP_IPC_LOCK)");
        if (options.Nice != 0)
            Report("setpriority", RaiseThreads(), "its threads run like any other's (needs CAP_SYS_NICE)");
    }

    /// <summary>Makes the calling thread real time.</summary>
    public void RaiseThread()
    {
        if (options.RealTimePriority > 0)
            Report("sched_setscheduler",
                NativeMethods.SetScheduler(0, NativeMethods.SchedRoundRobin, options.RealTimePriority),
                "on a saturated host beats may be late (needs CAP_SYS_NICE, and a CPU group that allows real time)");
    }

    private int RaiseThreads()
    {
        foreach (var task in Directory.EnumerateDirectories("/proc/self/task"))
        {
            var thread = int.Parse(Path.GetFileName(task), CultureInfo.InvariantCulture);
            // A thread may have ended meanwhile.
            if (NativeMethods.SetNice(OneThread, thread, options.Nice) != 0
                && Marshal.GetLastPInvokeError() != NoSuchProcess)
                return -1;
        }
        return 0;
    }

    private void Report(string call, int result, string consequence)
    {
        if (result == 0)
            LogAllowed(call);
        else
            LogRefused(call, new Win32Exception(Marshal.GetLastPInvokeError()).Message, consequence);
    }

    [LoggerMessage(31, LogLevel.Debug, "{Call} succeeded.", EventName = "PriorityAllowed")]
    private partial void LogAllowed(string call);

    [LoggerMessage(32, LogLevel.Warning, "{Call} was refused: {Error}. So {Consequence}.",
        EventName = "PriorityRefused")]
    private partial void LogRefused(string call, string error, string consequence);
}
