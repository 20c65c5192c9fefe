namespace Microkernel.Import.Sources;

/// <summary>A file of the source.</summary>
/// <param name="Path">As the report shows it.</param>
/// <param name="ShortName">As manifests show it.</param>
/// <param name="Host">Name of the host that it comes from; null when it is not known, or the file is every
/// host's.</param>
internal sealed record SourceFile(string Path, string ShortName, string? Host = null)
{
    /// <summary>Gets the name without folders.</summary>
    public string Name => System.IO.Path.GetFileName(ShortName);
}
