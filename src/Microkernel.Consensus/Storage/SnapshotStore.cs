using System.Globalization;
using Microkernel.Consensus.Protocol;
using Microkernel.Raft.V1;

namespace Microkernel.Consensus.Storage;

/// <summary>
/// Snapshot files. Each is written beside, synced and renamed, so that a name always stands for a whole snapshot; only
/// the newest is kept.
/// </summary>
internal sealed class SnapshotStore
{
    private const string Extension = ".snapshot";
    private readonly IFileSystem _files;
    private readonly string _directory;

    public SnapshotStore(IFileSystem files, string directory)
    {
        _files = files;
        _directory = directory;
        files.CreateDirectory(directory);
    }

    /// <summary>Opens the newest snapshot and checks all of it; null if there is none.</summary>
    /// <exception cref="DamagedStorageException">The snapshot is damaged.</exception>
    public SnapshotFile? OpenNewest()
    {
        var newest = Names().LastOrDefault();
        if (newest is null)
        {
            return null;
        }

        var snapshot = SnapshotFile.Open(_files, Path.Combine(_directory, newest));
        snapshot.Verify();
        return snapshot;
    }

    /// <summary>Opens the snapshot that ends with an entry; null if it is gone.</summary>
    public SnapshotFile? Open(LogPosition position)
    {
        var name = NameOf(position);
        return Names().Contains(name) ? SnapshotFile.Open(_files, Path.Combine(_directory, name)) : null;
    }

    /// <summary>Writes a snapshot; durable when the call returns.</summary>
    public void Write(SnapshotMetadata metadata, Action<Stream> writeData)
    {
        var draft = Path.Combine(_directory, NameOf(metadata.Position) + ".tmp");
        using (var file = _files.Create(draft))
        {
            var writer = new SnapshotFileWriter(file, metadata);
            writeData(writer);
            writer.Complete();
        }

        Publish(draft, metadata.Position);
    }

    /// <summary>Opens the draft of a snapshot that is being received; what it already holds is kept.</summary>
    public IncomingSnapshot Receive(SnapshotMetadata metadata, ulong sizeBytes, uint checksum)
    {
        var draft = Path.Combine(
            _directory,
            string.Create(CultureInfo.InvariantCulture, $"{NameOf(metadata.Position)}.{sizeBytes}-{checksum:x8}.part"));
        return new IncomingSnapshot(_files, this, draft, metadata, sizeBytes, checksum);
    }

    /// <summary>Makes a draft that is whole and synced the newest snapshot.</summary>
    public void Publish(string draft, LogPosition position)
    {
        _files.Rename(draft, Path.Combine(_directory, NameOf(position)));
        _files.SyncDirectory(_directory);
    }

    /// <summary>Removes all but the newest snapshot, and drafts of older ones.</summary>
    public void RemoveOutdated()
    {
        var newest = Names().LastOrDefault();
        foreach (var name in _files.ListFiles(_directory))
        {
            if (newest is not null && string.CompareOrdinal(name, newest) < 0)
            {
                _files.Delete(Path.Combine(_directory, name));
            }
        }
    }

    private IEnumerable<string> Names() =>
        _files.ListFiles(_directory).Where(name => name.EndsWith(Extension, StringComparison.Ordinal));

    private static string NameOf(LogPosition position) =>
        string.Create(CultureInfo.InvariantCulture, $"{position.Index:D20}-{position.Term:D20}{Extension}");
}
