using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Microkernel.Core.SelfFencing;

/// <summary>A watchdog of the kernel, as /dev/watchdog (Documentation/watchdog/watchdog-api.rst).</summary>
internal sealed partial class LinuxWatchdog : IWatchdogDevice
{
    private const uint GetSupport = 0x80285700;
    private const uint KeepAlive = 0x80045705;
    private const uint SetTimeout = 0xC0045706;
    private const uint GetTimeout = 0x80045707;
    private const uint OptionMagicClose = 0x0100;

    private readonly SafeFileHandle _device;
    private readonly string _path;

    private LinuxWatchdog(SafeFileHandle device, string path) => (_device, _path) = (device, path);

    public string Identity { get; private set; } = "";

    public TimeSpan Timeout { get; private set; }

    /// <summary>Opens and thereby starts a watchdog.</summary>
    /// <param name="path">The device.</param>
    /// <param name="timeout">Wanted time; the device may take another one that it can count.</param>
    /// <exception cref="IOException">It cannot be opened, counts no such time, or would stop when this process dies.</exception>
    public static unsafe LinuxWatchdog Open(string path, TimeSpan timeout)
    {
        SafeFileHandle file;
        try
        {
            file = File.OpenHandle(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or FileNotFoundException or DirectoryNotFoundException)
        {
            throw new IOException(e.Message, e);
        }
        var watchdog = new LinuxWatchdog(file, path);
        try
        {
            Support support;
            watchdog.Call(GetSupport, &support, "WDIOC_GETSUPPORT");
            watchdog.Identity = Encoding.ASCII.GetString(support.Identity, 32).TrimEnd('\0');
            var seconds = (int)Math.Ceiling(timeout.TotalSeconds);
            watchdog.Call(SetTimeout, &seconds, "WDIOC_SETTIMEOUT");
            watchdog.Call(GetTimeout, &seconds, "WDIOC_GETTIMEOUT");
            watchdog.Timeout = TimeSpan.FromSeconds(seconds);
            if ((support.Options & OptionMagicClose) == 0)
                throw new IOException(
                    $"{path} ({watchdog.Identity}) stops when the process that holds it dies: it is no fence");
            return watchdog;
        }
        catch
        {
            watchdog.Disarm();
            watchdog.Dispose();
            throw;
        }
    }

    public unsafe void Feed()
    {
        int unused;
        Call(KeepAlive, &unused, "WDIOC_KEEPALIVE");
    }

    /// <summary>The letter V before the close says that it is meant (unless the driver was loaded with nowayout).</summary>
    public void Disarm() => RandomAccess.Write(_device, "V"u8, 0);

    public void Dispose() => _device.Dispose();

    private unsafe void Call(uint request, void* argument, string name)
    {
        if (Ioctl(_device, request, argument) < 0)
            throw new IOException($"{_path}: {name}: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}");
    }

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static unsafe partial int Ioctl(SafeFileHandle device, nuint request, void* argument);

    /// <summary>struct watchdog_info.</summary>
    private unsafe struct Support
    {
        public uint Options;
        public uint FirmwareVersion;
        public fixed byte Identity[32];
    }
}
