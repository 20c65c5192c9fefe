using System.Globalization;

namespace Microkernel.Samples.Process;

/// <summary>Which process belongs to a resource: its id and when it was started, which together are never used
/// twice.</summary>
internal sealed class ProcessRecord
{
    private readonly string _path;

    private ProcessRecord(string path) => _path = path;

    /// <summary>The record of a resource. A name may hold anything, a file's name may not.</summary>
    public static ProcessRecord Of(string folder, string resource) =>
        new(Path.Combine(folder, Uri.EscapeDataString(resource) + ".pid"));

    /// <summary>The process; null when it does not run.</summary>
    public System.Diagnostics.Process? Find()
    {
        if (!File.Exists(_path)) return null;
        var words = File.ReadAllText(_path).Split(' ');
        if (StartOf(words[0]) is not { } started || started != words[1].Trim()) return null;
        try
        {
            return System.Diagnostics.Process.GetProcessById(int.Parse(words[0], CultureInfo.InvariantCulture));
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <summary>Whether a process still is the one that was written down, and no zombie.</summary>
    public bool IsTheOne(System.Diagnostics.Process process) => File.Exists(_path) &&
        File.ReadAllText(_path).Trim() == $"{process.Id} {StartOf($"{process.Id}")}";

    /// <summary>Writes a process down.</summary>
    public void Write(int processId)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
        File.WriteAllText(_path + ".new", $"{processId} {StartOf($"{processId}")}\n");
        File.Move(_path + ".new", _path, overwrite: true);
    }

    /// <summary>Forgets it.</summary>
    public void Clear() => File.Delete(_path);

    // proc(5): field 3 is the state, field 22 the start in clock ticks since boot.
    private static string? StartOf(string processId)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{processId}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return fields[0] is "Z" or "X" ? null : fields[19];
        }
        catch (IOException)
        {
            return null;
        }
    }
}
