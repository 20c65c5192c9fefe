namespace Microkernel.EndToEnd.Clusters;

/// <summary>Finds the programs that <c>tests/EndToEnd/dist.proj</c> has published.</summary>
public static class ClusterPrograms
{
    /// <summary>The daemons of each node: the core, and a process for each driver.</summary>
    public const string
        Core = "microkerneld",
        HeartbeatDriver = "microkernel-driver-heartbeat",
        FencingDriver = "microkernel-driver-fencing",
        OcfDriver = "microkernel-driver-ocf";

    /// <summary>The command line client.</summary>
    public const string Client = "mkctl";

    /// <summary>Gets the names of the drivers that each node runs.</summary>
    public static IReadOnlyList<string> Drivers { get; } = [HeartbeatDriver, FencingDriver, OcfDriver];

    /// <summary>Returns what is not published yet, in words for the user; null when nothing is missing.</summary>
    public static string? Missing()
    {
        string[] missing = [.. Drivers.Append(Core).Append(Client).Where(p => Find(p) is null)];
        return missing.Length == 0 ? null : $"Not built: {string.Join(", ", missing)}. Run 'make publish'.";
    }

    /// <summary>Returns the path of a published program, as this machine sees it.</summary>
    /// <exception cref="FileNotFoundException">It is not published.</exception>
    public static string Path(string program) => Find(program)
        ?? throw new FileNotFoundException($"'{program}' is not published: run 'make publish'.", program);

    /// <summary>Returns the path of a published program, as hosts see it.</summary>
    public static string OnHost(string program) => LabPaths.OnHost(Path(program));

    private static string? Find(string program)
    {
        var published = System.IO.Path.Combine(LabPaths.Repository, "artifacts", "publish");
        return Directory.Exists(published)
            ? Directory.EnumerateDirectories(published)
                .Select(project => System.IO.Path.Combine(project, "release", program))
                .FirstOrDefault(File.Exists)
            : null;
    }
}
