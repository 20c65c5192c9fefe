using System.Text;
using Microkernel.Import.Files;

namespace Microkernel.Import;

/// <summary>
/// Turns configuration files of other cluster managers into manifests, and says what became of each piece.
/// </summary>
public static class Importer
{
    /// <summary>Finds out which format a file has, by what is in it.</summary>
    public static ImportFormat Detect(ReadOnlyMemory<byte> content) => FormatDetector.Detect(content);

    /// <summary>
    /// Imports files and folders that together make up one cluster; what is wrong with them is told in the report.
    /// </summary>
    /// <param name="paths">Files, and folders with files. A folder of a folder that is no part of /etc is a
    /// host's.</param>
    /// <param name="options">What the operator says; null takes the defaults.</param>
    /// <exception cref="IOException">A file cannot be read, or there are too many.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be read.</exception>
    public static ImportResult ImportPaths(IEnumerable<string> paths, ImportOptions? options = null)
    {
        var collected = FileCollector.Collect(paths);
        return SourceSet.Import(collected.Files, collected.Notes, options ?? new ImportOptions());
    }

    /// <summary>Imports files that together make up one cluster.</summary>
    public static ImportResult Import(IReadOnlyList<ImportInput> files, ImportOptions? options = null) =>
        SourceSet.Import(files, [], options ?? new ImportOptions());

    /// <summary>Imports a file; what is wrong with it is told in the report.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static ImportResult ImportFile(string path, ImportOptions? options = null)
    {
        using var stream = File.OpenRead(path);
        return Import(stream, path, options);
    }

    /// <summary>Imports a stream, no more of it than the bound.</summary>
    /// <param name="stream">The content.</param>
    /// <param name="file">Name of the file, for the report.</param>
    /// <param name="options">What the operator says; null takes the defaults.</param>
    public static ImportResult Import(Stream stream, string file, ImportOptions? options = null) =>
        Import(BoundedContent.Read(stream), file, options);

    /// <summary>Imports a text.</summary>
    /// <param name="content">The content.</param>
    /// <param name="file">Name of the file, for the report.</param>
    /// <param name="options">What the operator says; null takes the defaults.</param>
    public static ImportResult Import(string content, string file, ImportOptions? options = null) =>
        Import(Encoding.UTF8.GetBytes(content), file, options);

    /// <summary>Imports the content of a file.</summary>
    /// <param name="content">The content.</param>
    /// <param name="file">Name of the file, for the report.</param>
    /// <param name="options">What the operator says; null takes the defaults.</param>
    public static ImportResult Import(ReadOnlyMemory<byte> content, string file, ImportOptions? options = null) =>
        Import([new ImportInput(file, Path.GetFileName(file), content)], options);
}
