namespace Microkernel.EndToEnd.Site;

/// <summary>The environment of every process on a host: nothing of the caller's gets in.</summary>
public static class HostEnvironment
{
    /// <summary>Gets the variables.</summary>
    public static IReadOnlyDictionary<string, string> Variables { get; } = new Dictionary<string, string>
    {
        // Agents of the lab come last: they never hide one of the distribution.
        ["PATH"] = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/run/lab/agents",
        ["HOME"] = "/run/tmp",
        ["TMPDIR"] = "/run/tmp",
        ["LANG"] = "C.UTF-8",
        ["DOTNET_ROOT"] = Path.GetDirectoryName(LabPaths.DotNet)!,
        ["DOTNET_NOLOGO"] = "1",
        ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
    };
}
