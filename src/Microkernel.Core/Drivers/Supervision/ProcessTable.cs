using System.Globalization;
using System.Runtime.InteropServices;

namespace Microkernel.Core.Drivers.Supervision;

/// <summary>Processes by id and start time, which together are never used twice (proc(5)).</summary>
internal static partial class ProcessTable
{
    private const int SignalTerminate = 15;
    private const int SignalKill = 9;

    /// <summary>When a process was started, in clock ticks since boot; null when there is none, or only a
    /// zombie.</summary>
    public static ulong? StartOf(int processId)
    {
        try
        {
            // Field 2, the name, is in parentheses and may hold anything; field 3 is the state, field 22 the start.
            var stat = File.ReadAllText($"/proc/{processId}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return fields[0] is "Z" or "X" ? null : ulong.Parse(fields[19], CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The arguments of a process after its name; null when it has gone.</summary>
    public static IReadOnlyList<string>? ArgumentsOf(int processId)
    {
        try
        {
            var all = File.ReadAllText($"/proc/{processId}/cmdline").TrimEnd('\0').Split('\0');
            return all[1..];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Asks a process to end.</summary>
    public static void Terminate(int processId, ulong started) => Signal(processId, started, SignalTerminate);

    /// <summary>Ends a process.</summary>
    public static void Kill(int processId, ulong started) => Signal(processId, started, SignalKill);

    private static void Signal(int processId, ulong started, int signal)
    {
        if (processId > 1 && StartOf(processId) == started) _ = Kill(processId, signal);
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int processId, int signal);
}
