using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using Etcdserverpb;
using Google.Protobuf;
using Microkernel.Cli.CommandLine;
using Microkernel.Cli.Failures;

namespace Microkernel.Cli.Commands;

/// <summary><c>mkctl backup</c>: writes all that the cluster knows, as of one moment, to a file.</summary>
internal sealed class BackupCommand : ClusterCommand
{
    private readonly Argument<string> _file = new("FILE") { Description = "Where to; must not exist." };
    private readonly Option<bool> _stale = new("--stale")
    {
        Description = "Take what the asked node has, which may be old: when there is no quorum to ask.",
    };

    /// <summary>Creates the command.</summary>
    public BackupCommand(CommandEnvironment environment)
        : base("backup", "Write all that the cluster knows to a file, as of one moment, while it goes on.", environment)
    {
        Add(_file);
        Add(_stale);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<(string Line, string Remark)> Examples =>
    [
        ("mkctl backup /var/backups/vmcluster.mkb", "Readable by its owner only: it holds the cluster's secrets, too."),
    ];

    /// <inheritdoc/>
    protected override async Task<int> RunAsync(CommandSession session, CancellationToken cancellation)
    {
        var path = Path.GetFullPath(session.Value(_file));
        if (File.Exists(path))
        {
            throw new CommandFailure(ExitCodes.Failed, $"{path}: there is such a file; nothing was written.");
        }

        if (!session.Value(_stale))
        {
            // Answered only when a majority agrees that nothing newer was acknowledged anywhere.
            await session.ReadAsync(
                "Asking for the newest state",
                (invoker, options) => new KV.KVClient(invoker).RangeAsync(
                    new RangeRequest { Key = ByteString.CopyFromUtf8("/"), CountOnly = true }, options),
                cancellation);
        }

        var draft = path + ".part";
        try
        {
            long revision;
            using (var writer = new BackupWriter(draft))
            {
                await session.Cluster.ReadAsync(
                    (invoker, options) => new Maintenance.MaintenanceClient(invoker).Snapshot(
                        new SnapshotRequest(), options),
                    writer.Take,
                    cancellation);
                revision = writer.Complete();
            }

            File.Move(draft, path, overwrite: false);
            session.Out.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{path}: {new FileInfo(path).Length:n0} bytes, revision {revision}, checked."));
            return ExitCodes.Ok;
        }
        finally
        {
            File.Delete(draft);
        }
    }

    /// <summary>Writes what comes and checks that it is whole: it ends with the SHA-256 of all before.</summary>
    private sealed class BackupWriter : IDisposable
    {
        private readonly FileStream _file;
        private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        private byte[] _tail = [];
        private long _revision;
        private ulong _remaining = 1;

        public BackupWriter(string path) => _file = new FileStream(
            path,
            new FileStreamOptions
            {
                Mode = FileMode.Create,
                Access = FileAccess.Write,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            });

        public void Take(SnapshotResponse response)
        {
            _revision = response.Header.Revision;
            _remaining = response.RemainingBytes;
            _file.Write(response.Blob.Span);

            // The last bytes are the checksum itself: they are held back until more has come.
            byte[] all = [.. _tail, .. response.Blob.Span];
            var checkedBytes = Math.Max(0, all.Length - SHA256.HashSizeInBytes);
            _hash.AppendData(all, 0, checkedBytes);
            _tail = all[checkedBytes..];
        }

        public long Complete()
        {
            if (_remaining != 0 || !_tail.AsSpan().SequenceEqual(_hash.GetHashAndReset()))
            {
                throw new CommandFailure(
                    ExitCodes.Failed, "The backup came damaged or cut off; nothing was kept.", "Try again.");
            }

            _file.Flush(flushToDisk: true);
            return _revision;
        }

        public void Dispose()
        {
            _file.Dispose();
            _hash.Dispose();
        }
    }
}
