using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Microkernel.Driver;

/// <summary>
/// Starts a program by posix_spawn(3): own session, no signal blocked or ignored, no file but its three.
/// </summary>
internal static unsafe partial class PosixSpawn
{
    // Larger than the opaque structures of glibc (80, 336, 128 bytes) and musl.
    private const int FileActionsSize = 256;
    private const int AttributesSize = 512;
    private const int SignalSetSize = 128;

    private const short SetSignalDefaults = 0x04;
    private const short SetSignalMask = 0x08;
    private const short SetSession = 0x80;
    private const int OpenReadOnly = 0;
    private const int SigPipe = 13;

    /// <summary>Starts the program and gives its process id. Without output or errors it writes where we do.</summary>
    /// <exception cref="ToolStartException">The program is not there or may not be run.</exception>
    public static int Start(ToolRun run, SafePipeHandle? input, SafePipeHandle? output, SafePipeHandle? errors)
    {
        var actions = stackalloc byte[FileActionsSize];
        var attributes = stackalloc byte[AttributesSize];
        using var arguments = new NativeStrings([run.Path, .. run.Arguments]);
        using var environment = new NativeStrings(run.Environment.Select(pair => $"{pair.Key}={pair.Value}"));
        using var paths = new NativeStrings([run.Path, run.WorkingDirectory, "/dev/null"]);
        Check(run, FileActionsInit(actions));
        Check(run, AttributesInit(attributes));
        try
        {
            AddFiles(run, actions, paths, input, output, errors);
            SetAttributes(run, attributes);
            Check(run, Spawn(out var pid, paths.Pointers[0], actions, attributes,
                arguments.Pointers, environment.Pointers));
            return pid;
        }
        finally
        {
            _ = FileActionsDestroy(actions);
            _ = AttributesDestroy(attributes);
        }
    }

    private static void AddFiles(
        ToolRun run, byte* actions, NativeStrings paths, SafePipeHandle? input, SafePipeHandle? output,
        SafePipeHandle? errors)
    {
        Check(run, AddChangeDirectory(actions, paths.Pointers[1]));
        Check(run, input is null
            ? AddOpen(actions, 0, paths.Pointers[2], OpenReadOnly, 0)
            : AddDuplicate(actions, (int)input.DangerousGetHandle(), 0));
        if (output is not null)
            Check(run, AddDuplicate(actions, (int)output.DangerousGetHandle(), 1));
        if (errors is not null)
            Check(run, AddDuplicate(actions, (int)errors.DangerousGetHandle(), 2));
        try
        {
            // All that .NET opens is close-on-exec already; a native library's file may not be.
            Check(run, AddCloseFrom(actions, 3));
        }
        catch (EntryPointNotFoundException)
        {
            // glibc before 2.34, and musl.
        }
    }

    private static void SetAttributes(ToolRun run, byte* attributes)
    {
        var signals = stackalloc byte[SignalSetSize];
        _ = SignalsEmpty(signals);
        Check(run, AttributesSetMask(attributes, signals));
        // .NET ignores SIGPIPE, which a program would inherit: "yes | head" would not end by it.
        _ = SignalsFill(signals);
        if (run.IgnoreBrokenPipe)
            _ = SignalsDelete(signals, SigPipe);
        Check(run, AttributesSetDefaults(attributes, signals));
        Check(run, AttributesSetFlags(attributes, SetSignalDefaults | SetSignalMask | SetSession));
    }

    private static void Check(ToolRun run, int error)
    {
        if (error != 0)
            throw new ToolStartException(run.Path, error);
    }

    [LibraryImport("libc", EntryPoint = "posix_spawn")]
    private static partial int Spawn(
        out int pid, byte* path, byte* actions, byte* attributes, byte** arguments, byte** environment);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_init")]
    private static partial int FileActionsInit(byte* actions);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_destroy")]
    private static partial int FileActionsDestroy(byte* actions);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_addopen")]
    private static partial int AddOpen(byte* actions, int file, byte* path, int flags, uint mode);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_adddup2")]
    private static partial int AddDuplicate(byte* actions, int file, int target);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_addclosefrom_np")]
    private static partial int AddCloseFrom(byte* actions, int from);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_addchdir_np")]
    private static partial int AddChangeDirectory(byte* actions, byte* path);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_init")]
    private static partial int AttributesInit(byte* attributes);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_destroy")]
    private static partial int AttributesDestroy(byte* attributes);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setflags")]
    private static partial int AttributesSetFlags(byte* attributes, short flags);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setsigmask")]
    private static partial int AttributesSetMask(byte* attributes, byte* signals);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setsigdefault")]
    private static partial int AttributesSetDefaults(byte* attributes, byte* signals);

    [LibraryImport("libc", EntryPoint = "sigemptyset")]
    private static partial int SignalsEmpty(byte* signals);

    [LibraryImport("libc", EntryPoint = "sigfillset")]
    private static partial int SignalsFill(byte* signals);

    [LibraryImport("libc", EntryPoint = "sigdelset")]
    private static partial int SignalsDelete(byte* signals, int signal);
}
