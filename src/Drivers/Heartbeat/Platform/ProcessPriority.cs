using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Microkernel.Drivers.Heartbeat.Platform;

/// <summary>Puts this process before others, as far as the system allows it: a busy host must not look dead.</summary>
/// <param name="options">What is wanted.</param>
/// <param name="logger">Told what was refused.</param>
internal sealed partial class ProcessPriority(PriorityOptions options, ILogger<ProcessPriority> logger)
{
    private const int WholeProcess = 0;

    /// <summary>Locks memory and raises the nice level of threads that are started from now on.</summary>
    public void RaiseProcess()
    {
        if (options.LockMemory)
            Report("mlockall", NativeMethods.LockMemory(NativeMethods.LockCurrentFutureOnFault),
                "pages of this process may be swapped out (needs CAP_IPC_LOCK)");
        if (options.Nice != 0)
            Report("setpriority", NativeMethods.SetNice(WholeProcess, 0, options.Nice),
                "its threads run like any other's (needs CAP_SYS_NICE)");
    }

    /// <summary>Makes the calling thread real time.</summary>
    public void RaiseThread()
    {
        if (options.RealTimePriority > 0)
            Report("sched_setscheduler",
                NativeMethods.SetScheduler(0, NativeMethods.SchedRoundRobin, options.RealTimePriority),
                "on a saturated host beats may be late (needs CAP_SYS_NICE, and a CPU group that allows real time)");
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
