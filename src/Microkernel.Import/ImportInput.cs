namespace Microkernel.Import;

/// <summary>A file to import.</summary>
/// <param name="Path">As the report shows it.</param>
/// <param name="ShortName">As the manifests show it, as <c>node1/etc/drbd.conf</c>.</param>
/// <param name="Content">What is in it.</param>
public sealed record ImportInput(string Path, string ShortName, ReadOnlyMemory<byte> Content)
{
    /// <summary>Gets the host that the file comes from; null when it is not known, or the file is every
    /// host's.</summary>
    public string? Host { get; init; }

    /// <summary>Gets whether an operator named this very file: then it is an error when its format is not known, and
    /// not only a line in the report.</summary>
    public bool IsNamed { get; init; } = true;
}
