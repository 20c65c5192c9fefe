using System.Runtime.InteropServices;

namespace Microkernel.Driver;

/// <summary>Keeps what a process has in memory, secrets among it, out of files and out of other processes.</summary>
public static partial class ProcessHardening
{
    // <sys/resource.h>, <sys/prctl.h>.
    private const int ResourceCore = 4;
    private const int PrSetDumpable = 4;

    /// <summary>
    /// Forbids core dumps of this process, and other users' processes to look into it (prctl(2), PR_SET_DUMPABLE).
    /// </summary>
    /// <param name="alsoChildren">
    /// Forbids dumps of what it starts, too (setrlimit(2)): not for drivers, whose agents start services that are none of ours.
    /// </param>
    public static void Apply(bool alsoChildren)
    {
        // Both only take rights away, which the kernel never refuses.
        if (alsoChildren)
        {
            var none = default(Limit);
            _ = SetLimit(ResourceCore, in none);
        }
        _ = Control(PrSetDumpable, 0, 0, 0, 0);
    }

    [LibraryImport("libc", EntryPoint = "setrlimit")]
    private static partial int SetLimit(int resource, in Limit limit);

    [LibraryImport("libc", EntryPoint = "prctl")]
    private static partial int Control(int option, nuint argument2, nuint argument3, nuint argument4, nuint argument5);

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct Limit
    {
        private readonly nuint _soft;
        private readonly nuint _hard;
    }
}
