using System.Runtime.InteropServices;

namespace Microkernel.Drivers.Heartbeat.Platform;

/// <summary>Calls of the C library that the platform does not offer, or not without allocating and throwing.</summary>
internal static partial class NativeMethods
{
    /// <summary>recvfrom(2), sendto(2): do not wait.</summary>
    public const int MsgDontWait = 0x40;

    /// <summary>poll(2): there is data to read.</summary>
    public const short PollIn = 1;

    /// <summary>eventfd(2): reads do not wait; closed on exec.</summary>
    public const int EventFdFlags = 0x80800;

    /// <summary>sched_setscheduler(2): round robin, real time.</summary>
    public const int SchedRoundRobin = 2;

    /// <summary>mlockall(2): now, in future, and only pages that are touched.</summary>
    public const int LockCurrentFutureOnFault = 7;

    private const string C = "libc";

    /// <summary>One descriptor to wait on.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct PollDescriptor
    {
        /// <summary>The descriptor.</summary>
        public int Descriptor;

        /// <summary>What to wait for.</summary>
        public short Events;

        /// <summary>What happened.</summary>
        public short Happened;
    }

    /// <summary>A time of ppoll(2).</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct TimeSpec
    {
        /// <summary>Whole seconds.</summary>
        public nint Seconds;

        /// <summary>The rest.</summary>
        public nint Nanoseconds;
    }

    [LibraryImport(C, EntryPoint = "recvfrom", SetLastError = true)]
    public static unsafe partial nint ReceiveFrom(
        nint socket, byte* buffer, nuint length, int flags, byte* address, uint* addressLength);

    [LibraryImport(C, EntryPoint = "sendto", SetLastError = true)]
    public static unsafe partial nint SendTo(
        nint socket, byte* buffer, nuint length, int flags, byte* address, uint addressLength);

    [LibraryImport(C, EntryPoint = "ppoll", SetLastError = true)]
    public static unsafe partial int Poll(PollDescriptor* descriptors, nuint count, TimeSpec* timeout, nint signals);

    [LibraryImport(C, EntryPoint = "eventfd", SetLastError = true)]
    public static partial int EventFd(uint initial, int flags);

    [LibraryImport(C, EntryPoint = "read", SetLastError = true)]
    public static partial nint Read(SafeHandle descriptor, out ulong value, nuint length);

    [LibraryImport(C, EntryPoint = "write", SetLastError = true)]
    public static partial nint Write(SafeHandle descriptor, in ulong value, nuint length);

    [LibraryImport(C, EntryPoint = "sched_setscheduler", SetLastError = true)]
    public static partial int SetScheduler(int thread, int policy, in int priority);

    [LibraryImport(C, EntryPoint = "mlockall", SetLastError = true)]
    public static partial int LockMemory(int flags);

    [LibraryImport(C, EntryPoint = "setpriority", SetLastError = true)]
    public static partial int SetNice(int which, int who, int nice);
}
