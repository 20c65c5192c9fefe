using Microkernel.Consensus;
using Microkernel.Store.Replication;
using Microkernel.Store.Snapshots;
using Microkernel.Store.V1;

namespace Microkernel.Store;

/// <summary>The store as the replicated log's state machine.</summary>
/// <param name="time">Tells when leases were granted and renewed, for the leader to decide that they are over.</param>
public sealed class StoreStateMachine(TimeProvider time) : IStateMachine
{
    private CommandApplier? _applier;

    internal StoreReplica Replica { get; } = new();

    internal TimeProvider Time => time;

    /// <inheritdoc/>
    public object? Apply(ulong index, ReadOnlyMemory<byte> command)
    {
        var parsed = Command.Parser.ParseFrom(command.Span);
        _applier ??= new CommandApplier(Replica, time);
        lock (Replica.Gate)
        {
            var result = _applier.Apply(parsed);
            _applier.Forget();
            return result;
        }
    }

    /// <inheritdoc/>
    public IStateMachineSnapshot CaptureSnapshot() => StoreSnapshot.Capture(Replica);

    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">The snapshot is damaged or of another version.</exception>
    public void Restore(Stream snapshot) =>
        Replica.Replace(SnapshotReader.Read(snapshot, Replica.Gate, time.GetTimestamp()));
}
