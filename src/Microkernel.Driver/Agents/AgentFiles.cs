using System.Text.RegularExpressions;

namespace Microkernel.Driver;

/// <summary>Finds agents that are executable files; names that would lead elsewhere are no names.</summary>
public static partial class AgentFiles
{
    private const UnixFileMode Execute =
        UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>
    /// Tells whether a text can be a file's own name: no path, no hidden file, nothing but plain letters.
    /// </summary>
    public static bool IsName(string name) => Name().IsMatch(name);

    /// <summary>Tells whether there is an executable file at a path.</summary>
    public static bool IsExecutable(string path)
    {
        try
        {
            return File.Exists(path) && (File.GetUnixFileMode(path) & Execute) != 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Lists the names of the executable files in a folder; none when there is no such folder.</summary>
    public static IEnumerable<string> List(string folder) =>
        Directory.Exists(folder)
            ? Directory.EnumerateFiles(folder).Where(IsExecutable).Select(path => Path.GetFileName(path)).Where(IsName)
            : [];

    [GeneratedRegex(@"^[A-Za-z0-9_][A-Za-z0-9_.+@-]{0,127}\z")]
    private static partial Regex Name();
}
