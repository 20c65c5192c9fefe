namespace Microkernel.Consensus.Storage;

/// <summary>Settings of the write-ahead log.</summary>
internal sealed record WriteAheadLogOptions
{
    /// <summary>Bytes in one segment file; a frame that is larger gets a segment of its own. Default: 8 MiB.</summary>
    public int SegmentBytes { get; init; } = 8 * 1024 * 1024;

    /// <summary>Bytes in one frame; more is refused. Default: 256 MiB.</summary>
    public int FrameBytesMax { get; init; } = 256 * 1024 * 1024;

    /// <summary>Bytes that the disk writes as a whole; at most what it really does. Default: 512.</summary>
    public int SectorBytes { get; init; } = 512;

    /// <summary>Prepares segments ahead on another thread; null prepares them when they are needed.</summary>
    public Action<Action>? RunInBackground { get; init; }
}
