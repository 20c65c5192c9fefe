using Microkernel.Consensus.Hosting;
using Microkernel.Consensus.Storage;
using Microkernel.Raft.V1;

namespace Microkernel.Consensus;

/// <summary>Makes data directories of members of a new cluster whose state is given, as from a backup.</summary>
public static class RaftSeed
{
    /// <summary>
    /// Writes a member's data directory. All members of the new cluster need the same peers and the same state.
    /// </summary>
    /// <param name="options">
    /// The member, with a cluster id that no other cluster has: else members of that other one would mix with these.
    /// </param>
    /// <param name="term">
    /// The least term of the new cluster; above all that the old one can have reached, so that whoever has seen the old
    /// leaders obeys the new ones.
    /// </param>
    /// <param name="writeState">Writes the state in the form that <see cref="IStateMachine.Restore"/> reads.</param>
    /// <param name="time">Tells when the directory was made.</param>
    /// <exception cref="ArgumentException">A setting is not valid.</exception>
    /// <exception cref="IOException">The directory holds something already, is in use, or fails.</exception>
    public static void Write(RaftMemberOptions options, ulong term, Action<Stream> writeState, TimeProvider time)
    {
        RaftMemberOptionsValidator.Validate(options);
        ArgumentNullException.ThrowIfNull(writeState);
        var files = new DiskFileSystem();
        using var directory = DataDirectory.Open(files, options, time);
        var snapshots = new SnapshotStore(files, directory.SnapshotPath);
        using var newest = snapshots.OpenNewest();
        var (log, recovered) = WriteAheadLog.Open(
            files, directory.LogPath, new WriteAheadLogOptions { SegmentBytes = options.SegmentBytes }, Random.Shared);
        using (log)
        {
            if (!directory.IsNew || newest is not null || !recovered.IsEmpty)
            {
                throw new IOException($"{options.DataDirectory} holds a member's data already.");
            }

            // As if the first entry, which founds a cluster, had brought all of the state.
            var position = new LogPosition { Index = 1, Term = 1 };
            var metadata = new SnapshotMetadata
            {
                Position = position,
                Configuration = MemberStorage.InitialConfiguration(options),
            };
            snapshots.Write(metadata, writeState);
            log.Append(new LogFrame
            {
                HardState = new HardState { Term = Math.Max(1, term), Commit = position.Index },
                Reset = position,
            });
        }

        directory.Seal();
    }
}
