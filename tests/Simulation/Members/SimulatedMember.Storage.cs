using Microkernel.Consensus;
using Microkernel.Consensus.Hosting;
using Microkernel.Consensus.Protocol;
using Microkernel.Consensus.Storage;
using Microkernel.Raft.V1;
using Simulation.Disk;

namespace Simulation.Members;

/// <summary>What a member has on its disk: log and snapshots.</summary>
internal sealed partial class SimulatedMember
{
    /// <summary>Where the log is on the disk.</summary>
    public const string LogDirectory = "/wal";

    private const string SnapshotDirectory = "/snapshots";
    private static readonly WriteAheadLogOptions LogOptions =
        new() { SegmentBytes = 4096, SectorBytes = SimulatedInode.SectorBytes };

    private WriteAheadLog _log = null!;
    private SnapshotStore _snapshots = null!;

    /// <summary>Takes a snapshot and compacts the log.</summary>
    public void TakeSnapshot() => WhenRunning(() =>
    {
        if (_position.Index <= (Node.Snapshot?.Position.Index ?? 0))
        {
            return;
        }

        var metadata = new SnapshotMetadata { Position = _position.ToMessage(), Configuration = _configuration };
        _snapshots.Write(metadata, Machine.WriteTo);
        _snapshots.RemoveOutdated();
        _log.CompactTo(metadata.Position.Index);
        Node.SnapshotTaken(metadata, (ulong)_random.Next(20));
    });

    /// <summary>Reads the newest snapshot, to be sent.</summary>
    public void ReadSnapshot(Action<SnapshotMetadata, byte[]> send) => WhenRunning(() =>
    {
        using var snapshot = _snapshots.OpenNewest();
        if (snapshot is not null)
        {
            using var data = new MemoryStream();
            snapshot.OpenData().CopyTo(data);
            send(snapshot.Metadata, data.ToArray());
        }
    });

    public void ReceiveSnapshot(Message notice, byte[] data) => WhenRunning(() =>
    {
        _snapshots.Write(notice.InstallSnapshot.Snapshot, stream => stream.Write(data));
        Node.Step(notice);
    });

    private void Recover(Configuration initial)
    {
        _snapshots = new SnapshotStore(Disk, SnapshotDirectory);
        (_log, var recovered) = WriteAheadLog.Open(Disk, LogDirectory, LogOptions, _random);
        using var newest = _snapshots.OpenNewest();
        var restored = _log.Join(recovered, newest?.Metadata);
        if (restored.HardState.Term == 0 && newest is null && !_joins)
        {
            var frame = RestoredState.Bootstrap(initial);
            _log.Append(frame);
            restored = new RestoredState(frame.HardState, null, frame.Entries);
        }

        Machine = new KeyValueMachine();
        if (newest is not null)
        {
            Machine.Restore(newest.OpenData(), newest.Metadata.Position.Index);
        }

        _configuration = newest?.Metadata.Configuration ?? new Configuration();
        _position = Position.From(newest?.Metadata.Position);
        _table = new ProposalTable(Id, ++_incarnations);
        _applied = new AppliedIndex();
        _applied.AdvanceTo(_position.Index);
        Desk = new RequestDesk(_table, _applied, new RaftMemberOptions(), Time);
        Node = new RaftNode(NodeOptions(), restored, _random);
        Trace($"starts in term {Node.Term} with {Node.Log.Base}..{Node.Log.Last}");
    }

    private RaftNodeOptions NodeOptions() => new()
    {
        Id = Id,
        Defects = _world.Options.Defects,
        AppendBytesMax = _appendBytesMax,
        InflightMessagesMax = 4,
        ElectionTicks = ElectionTicks,
        GrantsLeases = _world.HasLeases,

        // Of an election timeout of 100 ms by the member's own clock, as production has it.
        LeaseDuration = _world.HasLeases ? 72 : 0,
    };
}
