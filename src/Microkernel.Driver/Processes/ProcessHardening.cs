using System.Runtime.InteropServices;

namespace Microkernel.Driver;

/// <summary>Keeps what a process has in memory, secrets among it, out of files and out of other processes.</summary>
public static partial class ProcessHardening
{
    // <sys/resource.h>, <sys/prctl.h>.
    private const int ResourceCore = 4;
    private const int PrSetDumpable = 4;

    /// <summary>
    /// Forbids core dumps for this process and those that it starts (setrlimit(2)), and other users' processes to look into
    /// it (prctl(2), PR_SET_DUMPABLE).
    /// </summary>
    public static void Apply()
    {
        var none = default(Limit);
        // Both only take rights away, which the kernel never refuses.
        _ = SetLimit(ResourceCore, in none);
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
