using Microkernel.Import.Sources;

namespace Microkernel.Import.Files;

/// <summary>How files of a format are read and imported.</summary>
internal sealed record SourceFormat(ImportFormat Format)
{
    /// <summary>Gets what a message calls it.</summary>
    public required string Title { get; init; }

    /// <summary>Gets what turns content into a tree; it throws <see cref="DamagedSourceException"/>.</summary>
    public required Func<ReadOnlyMemory<byte>, SourceFile, SourceElement> Read { get; init; }

    /// <summary>Gets what makes objects of all the files of the format.</summary>
    public required Action<IReadOnlyList<SourceElement>, ImportContext> Import { get; init; }

    /// <summary>Gets what says why an element, with all in it, has no counterpart; null when it is not known.</summary>
    public Func<string, string?> ElementLoss { get; init; } = _ => null;

    /// <summary>Gets what says why an attribute of an element has no counterpart; null when it is not known.</summary>
    public Func<string, string, string?> AttributeLoss { get; init; } = (_, _) => null;

    /// <summary>Gets whether a cluster has one such file, the same on each host, so that one of them is
    /// taken.</summary>
    public bool IsOnePerCluster { get; init; }

    /// <summary>Gets whether each host has its own, so that two hosts' files are no copies of one.</summary>
    public bool IsEachHostsOwn { get; init; }

    /// <summary>Gets what tells which of several such files is the newest; the greatest is.</summary>
    public Func<SourceElement, (long, long, long)> Version { get; init; } = _ => default;
}
