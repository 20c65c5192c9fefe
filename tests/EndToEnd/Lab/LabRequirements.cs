using System.ComponentModel;
using Microkernel.EndToEnd.Processes;

namespace Microkernel.EndToEnd;

/// <summary>Tells whether this machine lets us build a lab.</summary>
public static class LabRequirements
{
    private static readonly string[] Tools =
        ["unshare", "nsenter", "setsid", "tini", "ip", "nft", "python3", "lighttpd", "mount"];

    private static readonly Lazy<Task<string?>> Missing = new(FindMissingAsync);

    /// <summary>Returns what is missing, in words for the user; null when nothing is.</summary>
    public static Task<string?> MissingAsync() => Missing.Value;

    private static async Task<string?> FindMissingAsync()
    {
        string[] folders = ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"];
        var missing = Tools.Where(t => !folders.Any(f => File.Exists(Path.Combine(f, t)))).ToArray();
        if (missing.Length > 0)
        {
            return $"The lab needs {string.Join(", ", missing)}: run 'make deps'.";
        }

        string[] user = Environment.IsPrivilegedProcess ? [] : ["--user", "--map-root-user"];
        try
        {
            var result = await Command.RunAsync(
                ["unshare", .. user, "--net", "--pid", "--mount", "--uts", "--ipc", "--fork", "--mount-proc", "true"]);
            return result.ExitCode == 0 ? null : $"This machine gives no namespaces: {result.Error.Trim()}";
        }
        catch (Exception e) when (e is Win32Exception or TimeoutException)
        {
            return $"This machine gives no namespaces: {e.Message}";
        }
    }
}
