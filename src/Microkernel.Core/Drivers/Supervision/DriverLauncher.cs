using Microkernel.Driver;

namespace Microkernel.Core.Drivers.Supervision;

/// <summary>Starts drivers so that they outlive this core.</summary>
internal sealed partial class DriverLauncher(DriverHost host, ControlGroups groups, ILogger<DriverLauncher> logger)
{
    private const UnixFileMode FolderMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute;

    /// <summary>Starts a process; the core finds its socket as it finds any other.</summary>
    /// <param name="name">Name of the driver.</param>
    /// <param name="program">What to run.</param>
    /// <param name="arguments">Arguments beside folder and instance.</param>
    /// <param name="manifest">Environment and limits; null where there is none.</param>
    /// <exception cref="ToolStartException">It cannot be started.</exception>
    public (DriverProcess Process, Task<int> Exited) Start(
        string name, DriverProgram program, IEnumerable<string> arguments, DriverManifest? manifest)
    {
        Directory.CreateDirectory(Path.Combine(host.Folder, name), FolderMode);
        var instance = $"core-{Guid.NewGuid().ToString("N")[..8]}";
        var environment = ToolEnvironment.Create();
        // Where a framework-dependent program finds its runtime.
        if (Environment.GetEnvironmentVariable("DOTNET_ROOT") is { } root) environment["DOTNET_ROOT"] = root;
        foreach (var (variable, value) in manifest?.Environment ?? new Dictionary<string, string>())
            environment[variable] = value;
        var child = DetachedProcess.Start(new ToolRun
        {
            Path = program.Path,
            Arguments = ["--driver-dir", host.Folder, "--instance", instance, .. arguments],
            Environment = environment,
            IgnoreBrokenPipe = true,
        });
        if (manifest is not null) groups.Limit(manifest, child.ProcessId);
        var process = new DriverProcess(name, instance, child.ProcessId, ProcessTable.StartOf(child.ProcessId) ?? 0,
            program);
        process.Save(host.Folder);
        LogStarted(logger, name, program.Path, instance, child.ProcessId);
        return (process, child.Exited);
    }

    [LoggerMessage(1030, LogLevel.Information, "Started driver {Name}: {Program} as instance {Instance}, pid {Pid}",
        EventName = "DriverStarted")]
    private static partial void LogStarted(ILogger logger, string name, string program, string instance, int pid);
}
