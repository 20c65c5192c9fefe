using Microkernel.Raft.V1;

namespace Microkernel.Consensus.Storage;

/// <summary>A snapshot that is being received in pieces; what came before a broken stream is kept.</summary>
internal sealed class IncomingSnapshot : ISnapshotSink
{
    private readonly IFileSystem _files;
    private readonly SnapshotStore _store;
    private readonly IStorageFile _file;
    private readonly ulong _sizeBytes;
    private readonly uint _checksum;
    private readonly int _dataOffset;
    private long _length;

    public IncomingSnapshot(
        IFileSystem files, SnapshotStore store, string path, SnapshotMetadata metadata, ulong sizeBytes, uint checksum)
    {
        _files = files;
        _store = store;
        Path = path;
        Metadata = metadata;
        _sizeBytes = sizeBytes;
        _checksum = checksum;
        var header = SnapshotFile.EncodeHeader(metadata);
        _dataOffset = header.Length;
        var name = System.IO.Path.GetFileName(path);
        var exists = files.ListFiles(System.IO.Path.GetDirectoryName(path)!).Contains(name);
        _file = exists ? files.Open(path) : files.Create(path);
        if (!exists || _file.Length < header.Length || _file.Length - _dataOffset > (long)sizeBytes)
        {
            _file.SetLength(0);
            _file.Write(0, header);
        }

        _length = _file.Length - _dataOffset;
    }

    public string Path { get; }

    public SnapshotMetadata Metadata { get; }

    /// <summary>Bytes of data that are there.</summary>
    public ulong ReceivedBytes => (ulong)_length;

    /// <summary>Adds a piece; false when it does not belong behind what is there.</summary>
    public bool TryAdd(ulong offset, ReadOnlySpan<byte> data)
    {
        if (offset != ReceivedBytes || offset + (ulong)data.Length > _sizeBytes)
        {
            return false;
        }

        _file.Write(_dataOffset + _length, data);
        _length += data.Length;
        return true;
    }

    /// <inheritdoc/>
    public bool TryComplete()
    {
        if (ReceivedBytes != _sizeBytes)
        {
            return false;
        }

        var buffer = new byte[256 * 1024];
        var checksum = 0U;
        for (var offset = 0L; offset < _length;)
        {
            var part = buffer.AsSpan(0, (int)Math.Min(buffer.Length, _length - offset));
            var read = _file.Read(_dataOffset + offset, part);
            checksum = Checksum.Compute(buffer.AsSpan(0, read), checksum);
            offset += read;
        }

        if (checksum != _checksum)
        {
            _files.Delete(Path);
            return false;
        }

        _file.Write(_dataOffset + _length, SnapshotFile.EncodeFooter(_length, checksum));
        _file.Sync();
        _store.Publish(Path, Metadata.Position);
        return true;
    }

    public void Dispose() => _file.Dispose();
}
