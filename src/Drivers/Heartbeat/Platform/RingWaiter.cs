using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using static Microkernel.Drivers.Heartbeat.Platform.NativeMethods;

namespace Microkernel.Drivers.Heartbeat.Platform;

/// <summary>Waits for datagrams, for a wake-up from another thread, or for a time.</summary>
internal sealed class RingWaiter : IDisposable
{
    private readonly SafeFileHandle _event;
    private PollDescriptor[] _descriptors;

    /// <summary>Creates a waiter on no sockets.</summary>
    /// <exception cref="Win32Exception">The system has no descriptor left.</exception>
    public RingWaiter()
    {
        var descriptor = EventFd(0, EventFdFlags);
        if (descriptor < 0)
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        _event = new SafeFileHandle(descriptor, ownsHandle: true);
        _descriptors = [Readable(descriptor)];
    }

    /// <summary>Waits on these sockets from now on.</summary>
    public void Watch(IEnumerable<int> sockets) =>
        _descriptors = [_descriptors[0], .. sockets.Select(Readable)];

    /// <summary>Waits until something is there, or for this long.</summary>
    public unsafe void Wait(TimeSpan time)
    {
        var ticks = Math.Max(0, time.Ticks);
        var limit = new TimeSpec
        {
            Seconds = (nint)(ticks / TimeSpan.TicksPerSecond),
            Nanoseconds = (nint)(ticks % TimeSpan.TicksPerSecond * 100),
        };
        fixed (PollDescriptor* descriptors = _descriptors)
        {
            // An interrupted call is as good as a wake-up: the caller looks what is due.
            Poll(descriptors, (nuint)_descriptors.Length, &limit, 0);
        }
        if (_descriptors[0].Happened != 0)
            Read(_event, out _, sizeof(ulong));
    }

    /// <summary>Ends the wait; from any thread.</summary>
    /// <exception cref="ObjectDisposedException">Nobody waits any more.</exception>
    public void Wake() => Write(_event, 1UL, sizeof(ulong));

    /// <inheritdoc/>
    public void Dispose() => _event.Dispose();

    private static PollDescriptor Readable(int descriptor) => new() { Descriptor = descriptor, Events = PollIn };
}
