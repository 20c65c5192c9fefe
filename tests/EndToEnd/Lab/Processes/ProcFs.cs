using System.Globalization;

namespace Microkernel.EndToEnd.Processes;

/// <summary>Reads what the kernel says of processes and their namespaces; proc(5), namespaces(7).</summary>
public static class ProcFs
{
    /// <summary>Returns the ids of all processes that this PID namespace shows.</summary>
    public static IEnumerable<int> Processes()
    {
        foreach (var path in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(path), NumberStyles.None, CultureInfo.InvariantCulture, out var pid))
            {
                yield return pid;
            }
        }
    }

    /// <summary>Returns a namespace of a process as <c>net:[4026531840]</c>; null when the process is gone.</summary>
    /// <param name="pid">The process.</param>
    /// <param name="kind">Such as <c>net</c>, <c>pid</c>, <c>mnt</c>.</param>
    public static string? Namespace(int pid, string kind)
    {
        try
        {
            return new FileInfo($"/proc/{pid}/ns/{kind}").LinkTarget;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Returns the ids of the processes that are in any of the given namespaces.</summary>
    public static IReadOnlyList<int> ProcessesIn(IReadOnlyCollection<string> namespaces) =>
        [.. Processes().Where(pid => IsIn(pid, "pid", namespaces) || IsIn(pid, "net", namespaces))];

    /// <summary>Returns a process's ids, from this PID namespace to its innermost one; empty when it is gone.</summary>
    public static IReadOnlyList<int> NamespacedIds(int pid) => [.. Status(pid, "NSpid:").Select(Parse)];

    /// <summary>Returns the id of the parent of a process; 0 when it has none here or is gone.</summary>
    public static int Parent(int pid) => Status(pid, "PPid:").Select(Parse).FirstOrDefault();

    /// <summary>Returns the children of a process.</summary>
    public static IReadOnlyList<int> Children(int pid) => [.. Processes().Where(p => Parent(p) == pid)];

    /// <summary>Returns when a process started, in clock ticks after boot; null when it is gone or dead.</summary>
    public static long? StartTime(int pid)
    {
        // The second field is the name in brackets, which may itself hold spaces and brackets. Then come the state,
        // which is Z for one that only waits to be reaped, and as field 22 the time.
        var stat = Read($"/proc/{pid}/stat");
        return stat?[(stat.LastIndexOf(')') + 2)..].Split(' ') is [not "Z", ..] fields
            ? long.Parse(fields[19], CultureInfo.InvariantCulture)
            : null;
    }

    /// <summary>Returns the resident memory of a process in bytes; 0 when it is gone.</summary>
    public static long ResidentBytes(int pid) => Status(pid, "VmRSS:").Take(1).Select(Parse).FirstOrDefault() * 1024L;

    private static bool IsIn(int pid, string kind, IReadOnlyCollection<string> namespaces) =>
        Namespace(pid, kind) is { } name && namespaces.Contains(name);

    private static string[] Status(int pid, string field) => Read($"/proc/{pid}/status")?
        .Split('\n').FirstOrDefault(l => l.StartsWith(field, StringComparison.Ordinal))?[field.Length..]
        .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) ?? [];

    private static int Parse(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static string? Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
