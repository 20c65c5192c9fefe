using System.Runtime.InteropServices;

namespace Microkernel.Core.Hosting;

/// <summary>Replaces the program of this process: same process id, arguments and environment (execve(2)).</summary>
/// <remarks>
/// Whoever runs the core, be it systemd or a container, sees the same process go on. All files that the platform opens
/// are close-on-exec. When the new program then fails, whoever runs the core starts it as it always does.
/// </remarks>
internal static unsafe partial class ProgramReplacement
{
    /// <summary>Exit code when the program could not be replaced: start the core again (sysexits.h,
    /// EX_TEMPFAIL).</summary>
    public const int FailedExitCode = 75;

    /// <summary>Path of the program that runs; where a package has replaced it, that of the new file.</summary>
    public static string OwnPath
    {
        get
        {
            const string Deleted = " (deleted)";
            var path = Environment.ProcessPath ?? "";
            return path.EndsWith(Deleted, StringComparison.Ordinal) ? path[..^Deleted.Length] : path;
        }
    }

    /// <summary>Does not return when it succeeds.</summary>
    /// <returns>The system's reason why it failed.</returns>
    public static string Execute(string program, IReadOnlyList<string> arguments)
    {
        var all = (string?[])[program, .. arguments, null];
        var pointers = stackalloc byte*[all.Length];
        for (var i = 0; i < all.Length; i++) pointers[i] = (byte*)Marshal.StringToCoTaskMemUTF8(all[i]);
        _ = Replace(program, pointers);
        return Marshal.GetLastPInvokeErrorMessage();
    }

    [LibraryImport("libc", EntryPoint = "execv", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Replace(string path, byte** arguments);
}
