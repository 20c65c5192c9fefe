using System.Security.Cryptography;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Microkernel.Consensus.Storage;
using Microkernel.Raft.V1;

namespace Microkernel.Consensus.Hosting;

/// <summary>
/// A member's data directory: <c>identity</c>, <c>lock</c>, <c>wal/</c> and <c>snapshots/</c>. It belongs to one member
/// of one cluster for ever, and to one process at a time.
/// </summary>
internal sealed class DataDirectory : IDisposable
{
    public const string LogName = "wal";
    public const string SnapshotName = "snapshots";
    private const string IdentityFile = "identity";
    private const string LockFile = "lock";
    private readonly FileStream _lock;

    private readonly IFileSystem _files;

    private DataDirectory(IFileSystem files, string path, FileStream @lock, Identity identity, bool isNew)
    {
        _files = files;
        Path = path;
        _lock = @lock;
        Identity = identity;
        IsNew = isNew;
    }

    public string Path { get; }

    public string LogPath => System.IO.Path.Combine(Path, LogName);

    public string SnapshotPath => System.IO.Path.Combine(Path, SnapshotName);

    public Identity Identity { get; }

    /// <summary>The directory has no identity yet.</summary>
    public bool IsNew { get; private set; }

    /// <summary>Opens a data directory, or makes it.</summary>
    /// <exception cref="IOException">Another process uses it, or it belongs to another member or cluster.</exception>
    public static DataDirectory Open(IFileSystem files, RaftMemberOptions options, TimeProvider time)
    {
        files.CreateDirectory(options.DataDirectory);
        var @lock = Lock(options.DataDirectory);
        try
        {
            var path = System.IO.Path.Combine(options.DataDirectory, IdentityFile);
            var isNew = !files.ListFiles(options.DataDirectory).Contains(IdentityFile);
            var identity = isNew ? Draw(options, time) : Read(files, path);
            if (identity.ClusterId != options.ClusterId || identity.MemberId != options.Id)
            {
                throw new IOException(
                    $"{options.DataDirectory} belongs to member {identity.MemberId} of cluster '{identity.ClusterId}', "
                    + $"not to member {options.Id} of cluster '{options.ClusterId}'.");
            }

            return new DataDirectory(files, options.DataDirectory, @lock, identity, isNew);
        }
        catch
        {
            @lock.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Gives a new directory its identity; the last step of making it, so that an identity without a log means that
    /// the log was lost.
    /// </summary>
    public void Seal()
    {
        var body = Identity.ToByteArray();
        var path = System.IO.Path.Combine(Path, IdentityFile);
        using (var file = _files.Create(path + ".tmp"))
        {
            file.Write(0, [.. BitConverter.GetBytes(Checksum.Compute(body)), .. body]);
            file.Sync();
        }

        _files.Rename(path + ".tmp", path);
        _files.SyncDirectory(Path);
        IsNew = false;
    }

    public void Dispose() => _lock.Dispose();

    /// <summary>Reads whose a directory is.</summary>
    /// <exception cref="DamagedStorageException">The identity is damaged or missing.</exception>
    public static Identity ReadIdentity(IFileSystem files, string directory)
    {
        var path = System.IO.Path.Combine(directory, IdentityFile);
        return files.ListFiles(directory).Contains(IdentityFile)
            ? Read(files, path)
            : throw new DamagedStorageException(path, 0, "the identity is missing.");
    }

    /// <summary>Keeps members away while the directory is read; null for a copy that has no lock.</summary>
    /// <exception cref="IOException">A process uses the directory.</exception>
    public static IDisposable? LockIfThere(string directory)
    {
        var path = System.IO.Path.Combine(directory, LockFile);
        try
        {
            return File.Exists(path) ? new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.None) : null;
        }
        catch (IOException exception)
        {
            throw new IOException($"{directory} is in use by another process.", exception);
        }
    }

    private static FileStream Lock(string directory)
    {
        var path = System.IO.Path.Combine(directory, LockFile);
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception)
        {
            throw new IOException($"{directory} is in use by another process.", exception);
        }
    }

    private static Identity Draw(RaftMemberOptions options, TimeProvider time) => new()
    {
        ClusterId = options.ClusterId,
        MemberId = options.Id,
        StorageId = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong))),
        Created = Timestamp.FromDateTimeOffset(time.GetUtcNow()),
    };

    private static Identity Read(IFileSystem files, string path)
    {
        using var file = files.Open(path);
        var bytes = new byte[file.Length];
        var length = file.Read(0, bytes);
        if (length < sizeof(uint)
            || BitConverter.ToUInt32(bytes) != Checksum.Compute(bytes.AsSpan(sizeof(uint))))
        {
            throw new DamagedStorageException(path, 0, "the identity is damaged.");
        }

        return Identity.Parser.ParseFrom(bytes, sizeof(uint), bytes.Length - sizeof(uint));
    }
}
