namespace Microkernel.Consensus.Storage;

/// <summary>
/// What the log and the snapshots ask of a file system; the simulator's own one loses and damages what was not synced.
/// </summary>
internal interface IFileSystem
{
    /// <summary>Makes a directory and its parents, durably; nothing if it is there.</summary>
    void CreateDirectory(string path);

    /// <summary>Returns the names of the files in a directory, sorted by ordinal.</summary>
    IReadOnlyList<string> ListFiles(string directory);

    /// <summary>Creates an empty file, replacing one of that name.</summary>
    IStorageFile Create(string path);

    /// <summary>Opens a file for reading and writing.</summary>
    IStorageFile Open(string path);

    /// <summary>Renames a file, replacing one of that name; durable after <see cref="SyncDirectory"/>.</summary>
    void Rename(string from, string to);

    /// <summary>Removes a file; durable after <see cref="SyncDirectory"/>.</summary>
    void Delete(string path);

    /// <summary>Makes the names in a directory durable.</summary>
    void SyncDirectory(string path);
}

/// <summary>An open file.</summary>
internal interface IStorageFile : IDisposable
{
    /// <summary>The length in bytes.</summary>
    long Length { get; }

    /// <summary>Writes all bytes at an offset; durable after <see cref="Sync"/>.</summary>
    void Write(long offset, ReadOnlySpan<byte> bytes);

    /// <summary>Reads up to the length of the buffer; returns fewer bytes only at the end of the file.</summary>
    int Read(long offset, Span<byte> buffer);

    /// <summary>Cuts or extends (with zeros) the file.</summary>
    void SetLength(long length);

    /// <summary>Makes all that was written durable.</summary>
    void Sync();
}
