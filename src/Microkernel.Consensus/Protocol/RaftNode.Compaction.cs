using Microkernel.Raft.V1;

namespace Microkernel.Consensus.Protocol;

/// <summary>Snapshots of the own state, and forgetting what they cover (Raft paper, section 7).</summary>
internal sealed partial class RaftNode
{
    /// <summary>The newest snapshot, own or received; null if there is none.</summary>
    public SnapshotMetadata? Snapshot => _snapshot;

    /// <summary>
    /// Notes a durable snapshot of the own state and forgets entries, but the last few for members that lag a little.
    /// </summary>
    public void SnapshotTaken(SnapshotMetadata snapshot, ulong entriesToKeep)
    {
        var index = snapshot.Position.Index;
        if (_snapshot is not null && index <= _snapshot.Position.Index)
        {
            return;
        }

        Invariant.Holds(index <= _handedOut, "a snapshot holds only what was applied");
        _snapshot = snapshot;
        var through = index > entriesToKeep ? index - entriesToKeep : 0;
        _log.CompactTo(through);
    }
}
