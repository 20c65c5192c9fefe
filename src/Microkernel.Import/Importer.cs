using System.Text;
using Microkernel.Import.ClusterConf;
using Microkernel.Import.CorosyncConf;
using Microkernel.Import.Sources;

namespace Microkernel.Import;

/// <summary>
/// Turns configuration files of other cluster managers into manifests, and says what became of each piece.
/// </summary>
public static class Importer
{
    private const string Known =
        "cluster.conf of the Red Hat Cluster Suite (XML, <cluster>), corosync.conf and openais.conf (totem {})";

    /// <summary>Finds out which format a file has, by what is in it.</summary>
    public static ImportFormat Detect(ReadOnlyMemory<byte> content)
    {
        if (XmlTreeReader.RootName(content) == "cluster")
        {
            return ImportFormat.ClusterConf;
        }

        return BraceTreeReader.Opens(content, CorosyncConfImporter.Sections)
            ? ImportFormat.CorosyncConf : ImportFormat.Unknown;
    }

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
    public static ImportResult Import(Stream stream, string file, ImportOptions? options = null)
    {
        var content = new byte[64 * 1024];
        var length = 0;
        for (int count; (count = stream.Read(content, length, content.Length - length)) > 0;)
        {
            length += count;
            if (length > ImportOptions.LengthMax)
            {
                return Failed(file, $"The file is longer than {ImportOptions.LengthMax} bytes");
            }

            if (length == content.Length)
            {
                Array.Resize(ref content, content.Length * 2);
            }
        }

        return Import(content.AsMemory(0, length), file, options);
    }

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
    public static ImportResult Import(ReadOnlyMemory<byte> content, string file, ImportOptions? options = null)
    {
        options ??= new ImportOptions();
        if (content.Length > ImportOptions.LengthMax)
        {
            return Failed(file, $"The file is longer than {ImportOptions.LengthMax} bytes");
        }

        // What begins as XML and has no root yet is read as XML, to tell where it is damaged.
        var format = options.Format != ImportFormat.Unknown ? options.Format : Detect(content);
        if (format == ImportFormat.Unknown && XmlTreeReader.LooksLikeXml(content, "cluster")
            && XmlTreeReader.RootName(content) is null)
        {
            format = ImportFormat.ClusterConf;
        }

        return format switch
        {
            ImportFormat.ClusterConf => ClusterConfImporter.Import(content, file, options),
            ImportFormat.CorosyncConf => CorosyncConfImporter.Import(content, file, options),
            _ => Failed(file, $"The format is not known; known are: {Known}", 1, 1),
        };
    }

    internal static ImportResult Failed(string file, string message, int line = 0, int column = 0) => new(
        ImportFormat.Unknown,
        [],
        [new ImportEntry(ImportSeverity.Error, file, line, column, string.Empty, message)],
        []);
}
