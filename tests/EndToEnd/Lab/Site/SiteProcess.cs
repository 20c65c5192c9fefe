using System.Diagnostics;
using System.Text.Json;
using Microkernel.EndToEnd.Processes;

namespace Microkernel.EndToEnd.Site;

/// <summary>Identifies the processes of a site from outside, also after its starter has ended.</summary>
/// <param name="Launcher">The unshare(1) that started the site and ends after its last process.</param>
/// <param name="LauncherStart">When that started, in clock ticks after boot: process ids are used again.</param>
/// <param name="Init">First process of the site's PID namespace.</param>
/// <param name="UserNamespace">Whether the site has a user namespace of its own.</param>
public sealed record SiteProcess(int Launcher, long LauncherStart, int Init, bool UserNamespace)
{
    private const string File = "site.json";
    private static readonly TimeSpan EndDeadline = TimeSpan.FromSeconds(10);

    /// <summary>Gets whether the site still runs.</summary>
    public bool IsAlive => ProcFs.StartTime(Launcher) == LauncherStart;

    /// <summary>Returns the command that starts a site. It must run in the lab's directory.</summary>
    public static IReadOnlyList<string> Line(bool userNamespace, bool attached) =>
    [
        "setsid", "sh", "-c", "exec \"$@\" >>site.log 2>&1", "site",
        "unshare", .. userNamespace ? ["--user", "--map-root-user"] : Array.Empty<string>(),
        "--net", "--pid", "--mount", "--fork", "--kill-child=KILL", "--mount-proc", "--",
        "tini", "--", LabPaths.DotNet, LabPaths.Program, "site", .. attached ? ["--attached"] : Array.Empty<string>(),
    ];

    /// <summary>Waits for unshare(1) to make the namespaces, and notes their processes in the directory.</summary>
    public static async Task<SiteProcess> FindAsync(
        Process launcher, string directory, bool userNamespace, CancellationToken cancellationToken)
    {
        // PID 1 in its own namespace: not the shell that comes before.
        int? init;
        while ((init = FindInit(launcher.Id)) is null)
        {
            if (launcher.HasExited)
            {
                var log = await System.IO.File.ReadAllTextAsync(Path.Combine(directory, "site.log"), cancellationToken);
                throw new InvalidOperationException($"The lab did not start: {log.Trim()}");
            }

            await Task.Delay(2, cancellationToken);
        }

        var site = new SiteProcess(launcher.Id, ProcFs.StartTime(launcher.Id) ?? 0, init.Value, userNamespace);
        await System.IO.File.WriteAllTextAsync(
            Path.Combine(directory, File), JsonSerializer.Serialize(site), cancellationToken);
        return site;
    }

    /// <summary>Returns the site that was noted in a lab's directory; null when none is or it has ended.</summary>
    public static SiteProcess? Load(string directory)
    {
        var path = Path.Combine(directory, File);
        var site = System.IO.File.Exists(path)
            ? JsonSerializer.Deserialize<SiteProcess>(System.IO.File.ReadAllText(path))
            : null;
        return site is { IsAlive: true } ? site : null;
    }

    /// <summary>Ends every process of the site and of its hosts, and waits until they are gone.</summary>
    /// <exception cref="TimeoutException">Some are left.</exception>
    public async Task EndAsync()
    {
        var waited = Stopwatch.StartNew();
        while (IsAlive)
        {
            if (waited.Elapsed > EndDeadline)
            {
                throw new TimeoutException($"The lab (process {Launcher}) does not end.");
            }

            Kill(Init);
            await Task.Delay(5);
        }
    }

    private static int? FindInit(int launcher)
    {
        var children = ProcFs.Children(launcher);
        return children.Count == 1 && ProcFs.NamespacedIds(children[0]) is [.., 1] ? children[0] : null;
    }

    private static void Kill(int processId)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            process.Kill();
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            // It is gone already.
        }
    }
}
