using Microkernel.Consensus.Protocol;
using Microkernel.Consensus.Storage;
using Microkernel.Raft.V1;

namespace Microkernel.Consensus.Hosting;

/// <summary>Opens all that a member has on disk.</summary>
internal sealed class MemberStorage : IDisposable
{
    private MemberStorage(DataDirectory directory, WriteAheadLog log, SnapshotStore snapshots, RestoredState restored)
    {
        Directory = directory;
        Log = log;
        Snapshots = snapshots;
        Restored = restored;
    }

    public DataDirectory Directory { get; }

    public WriteAheadLog Log { get; }

    public SnapshotStore Snapshots { get; }

    public RestoredState Restored { get; }

    /// <summary>Opens the data directory; makes the first entry of a new cluster.</summary>
    public static MemberStorage Open(
        IFileSystem files, RaftMemberOptions options, TimeProvider time, Random random)
    {
        var directory = DataDirectory.Open(files, options, time);
        try
        {
            var snapshots = new SnapshotStore(files, directory.SnapshotPath);
            var logOptions = new WriteAheadLogOptions
            {
                SegmentBytes = options.SegmentBytes,
                RunInBackground = action => Task.Run(action),
            };
            var (log, recovered) = WriteAheadLog.Open(files, directory.LogPath, logOptions, random);
            using var newest = snapshots.OpenNewest();
            var restored = log.Join(recovered, newest?.Metadata);
            return new MemberStorage(directory, log, snapshots, Complete(directory, log, restored, options));
        }
        catch
        {
            directory.Dispose();
            throw;
        }
    }

    public void Dispose() => Directory.Dispose();

    private static RestoredState Complete(
        DataDirectory directory, WriteAheadLog log, RestoredState restored, RaftMemberOptions options)
    {
        var isEmpty = restored.Snapshot is null && restored.Entries.Count == 0 && restored.HardState.Term == 0;
        if (!directory.IsNew)
        {
            if (isEmpty && !options.JoinExistingCluster)
            {
                throw new DamagedStorageException(directory.LogPath, 0, "the log is gone.");
            }

            return restored;
        }

        if (isEmpty && !options.JoinExistingCluster)
        {
            var frame = RestoredState.Bootstrap(InitialConfiguration(options));
            log.Append(frame);
            restored = new RestoredState(frame.HardState, null, frame.Entries);
        }
        else if (restored.Snapshot is not null || restored.Entries.Count > 1)
        {
            throw new DamagedStorageException(directory.Path, 0, "there is a log, but its owner's identity is gone.");
        }

        directory.Seal();
        return restored;
    }

    /// <summary>Returns the membership that a new cluster starts with.</summary>
    public static Configuration InitialConfiguration(RaftMemberOptions options)
    {
        var configuration = new Configuration();
        foreach (var peer in options.Peers.OrderBy(peer => peer.Id))
        {
            configuration.Members.Add(peer.ToMember());
            configuration.Voters.Add(peer.Id);
        }

        return configuration;
    }
}
