namespace Microkernel.Import.Files;

/// <summary>Finds the files of a cluster below folders.</summary>
internal static class FileCollector
{
    /// <summary>Most files of one import.</summary>
    public const int FilesMax = 5_000;

    private const int DepthMax = 16;

    // Parts of a host's configuration; any other folder at the top is named as the host whose files are in it.
    private static readonly HashSet<string> Parts = new(StringComparer.OrdinalIgnoreCase)
    {
        "etc", "usr", "var", "lib", "cluster", "corosync", "openais", "ais", "drbd", "drbd.d", "network-scripts",
        "sysconfig", "network", "multipath", "iscsi", "tgt", "conf.d", "pacemaker", "heartbeat", "ha.d", "cib", "crm",
        "nodes",
    };

    /// <summary>Reads all files, sorted by name, and says what was passed over.</summary>
    /// <exception cref="IOException">A file cannot be read, or there are too many.</exception>
    public static (IReadOnlyList<ImportInput> Files, IReadOnlyList<ImportEntry> Notes) Collect(
        IEnumerable<string> paths)
    {
        var files = new List<ImportInput>();
        var notes = new List<ImportEntry>();
        foreach (var path in paths)
        {
            if (Directory.Exists(path))
            {
                Walk(new DirectoryInfo(path), path, string.Empty, null, 0, files, notes);
            }
            else
            {
                files.Add(Read(path, Path.GetFileName(path), null, isNamed: true));
            }
        }

        return (files, notes);
    }

    private static void Walk(
        DirectoryInfo folder,
        string shown,
        string below,
        string? host,
        int depth,
        List<ImportInput> files,
        List<ImportEntry> notes)
    {
        foreach (var entry in folder.EnumerateFileSystemInfos().OrderBy(e => e.Name, StringComparer.Ordinal))
        {
            var path = Path.Combine(shown, entry.Name);
            var name = below.Length == 0 ? entry.Name : $"{below}/{entry.Name}";
            var why = WhyNot(entry, depth);
            if (why is not null)
            {
                notes.Add(new ImportEntry(
                    ImportSeverity.NoCounterpart, path, 0, 0, string.Empty, $"not looked at: {why}"));
            }
            else if (entry is DirectoryInfo inner)
            {
                var isHost = depth == 0 && !Parts.Contains(entry.Name);
                Walk(inner, path, name, isHost ? entry.Name : host, depth + 1, files, notes);
            }
            else
            {
                if (files.Count >= FilesMax)
                {
                    throw new IOException($"{shown}: more than {FilesMax} files; name those that are meant");
                }

                files.Add(Read(path, name, host, isNamed: false));
            }
        }
    }

    private static string? WhyNot(FileSystemInfo entry, int depth)
    {
        if (entry is DirectoryInfo)
        {
            return entry.LinkTarget is not null ? "a link to a folder"
                : entry.Name.StartsWith('.') ? "a hidden folder"
                : depth >= DepthMax ? $"more than {DepthMax} folders deep" : null;
        }

        // A pipe would wait for ever, a device never end. Of a link what it leads to counts.
        var target = entry.LinkTarget is null ? entry : entry.ResolveLinkTarget(returnFinalTarget: true) ?? entry;
        return entry.Name.StartsWith('.') || entry.Name.EndsWith('~') ? "a hidden file, or an editor's copy"
            : !target.Exists ? "a link to nothing"
            : target is not FileInfo || (target.UnixFileMode == UnixFileMode.None && !OperatingSystem.IsWindows())
                || (target.Attributes & (FileAttributes.Device | FileAttributes.Directory)) != 0 ? "not a plain file"
            : null;
    }

    private static ImportInput Read(string path, string name, string? host, bool isNamed)
    {
        using var stream = File.OpenRead(path);
        return new ImportInput(path, name, BoundedContent.Read(stream)) { Host = host, IsNamed = isNamed };
    }
}
