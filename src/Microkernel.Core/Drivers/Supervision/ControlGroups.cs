using System.Globalization;

namespace Microkernel.Core.Drivers.Supervision;

/// <summary>Limits drivers by control groups, version 2 (the kernel's admin-guide/cgroup-v2), where there are
/// any.</summary>
/// <param name="logger">Told once for each driver whose limits are not in force.</param>
/// <param name="mount">Where the hierarchy is mounted.</param>
/// <param name="own">Path of this process within it; null asks /proc/self/cgroup.</param>
internal sealed partial class ControlGroups(ILogger<ControlGroups> logger, string mount = "/sys/fs/cgroup",
    string? own = null)
{
    private readonly HashSet<string> _warned = [];

    /// <summary>Puts a process into a group with the manifest's limits; warns where that cannot be.</summary>
    public void Limit(DriverManifest manifest, int processId)
    {
        if (!manifest.HasLimits) return;
        try
        {
            var parent = Delegated();
            var group = Path.Combine(parent, $"driver-{manifest.Name}");
            Directory.CreateDirectory(group);
            foreach (var (file, value) in Limits(manifest)) Write(Path.Combine(group, file), value);
            Write(Path.Combine(group, "cgroup.procs"), processId.ToString(CultureInfo.InvariantCulture));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            if (_warned.Add(manifest.Name)) LogUnlimited(logger, manifest.Name, e.Message);
        }
    }

    /// <summary>This process' group with the controllers handed on, which it may do only with no process in
    /// itself.</summary>
    private string Delegated()
    {
        if (!File.Exists(Path.Combine(mount, "cgroup.controllers")))
            throw new IOException($"no cgroup v2 hierarchy is mounted at {mount}");
        var path = own ?? Own();
        // A core that a former call has moved is in its own child already.
        if (path.EndsWith("/core", StringComparison.Ordinal)) path = path[..^"/core".Length];
        var group = Path.Join(mount, path);
        var core = Path.Combine(group, "core");
        if (path.Length > 1)
        {
            Directory.CreateDirectory(core);
            foreach (var process in File.ReadAllLines(Path.Combine(group, "cgroup.procs")))
                Write(Path.Combine(core, "cgroup.procs"), process);
        }
        foreach (var controller in (string[])["memory", "cpu", "pids"])
            Write(Path.Combine(group, "cgroup.subtree_control"), "+" + controller);
        return group;
    }

    private static string Own() =>
        File.ReadAllLines("/proc/self/cgroup").FirstOrDefault(line =>
            line.StartsWith("0::", StringComparison.Ordinal))?[3..]
        ?? throw new IOException("this process is in no cgroup v2 group");

    private static IEnumerable<(string File, string Value)> Limits(DriverManifest manifest)
    {
        const int Period = 100_000;
        if (manifest.MemoryBytesMax is { } memory) yield return ("memory.max",
            memory.ToString(CultureInfo.InvariantCulture));
        if (manifest.ProcessorsMax is { } processors)
            yield return ("cpu.max",
                string.Create(CultureInfo.InvariantCulture, $"{(long)(processors * Period)} {Period}"));
        if (manifest.ProcessesMax is { } processes) yield return ("pids.max",
            processes.ToString(CultureInfo.InvariantCulture));
    }

    private static void Write(string file, string value)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Write);
        stream.Write(System.Text.Encoding.ASCII.GetBytes(value));
    }

    [LoggerMessage(1031, LogLevel.Warning,
        "The limits of driver {Name} are NOT in force: {Reason}. Run the core with a delegated cgroup (systemd: "
        + "Delegate=yes), or take the limits out of its manifest and set them where the driver is run",
        EventName = "DriverUnlimited")]
    private static partial void LogUnlimited(ILogger logger, string name, string reason);
}
