using Microkernel.Consensus.Protocol;
using Microkernel.Consensus.Storage;
using Microkernel.Raft.V1;

namespace Microkernel.Consensus.Hosting;

/// <summary>Decides when a snapshot is due, and writes it while entries go on being applied.</summary>
internal sealed class SnapshotTaker(
    SnapshotStore store,
    RaftMemberOptions options,
    Action<SnapshotMetadata> onTaken,
    Action<Exception> onFailed)
{
    /// <summary>What an entry costs besides its bytes: the work of applying it again after a start.</summary>
    private const int EntryOverheadBytes = 256;

    /// <summary>A snapshot writes the whole state: the log may grow to this part of it first, so that a write stays cheap.</summary>
    private const int StatePart = 4;

    private long _stateBytes;
    private ulong _lastIndex;
    private long _entries;
    private long _bytes;
    private Task _writing = Task.CompletedTask;

    /// <summary>Counts an applied entry.</summary>
    public void Count(Entry entry)
    {
        _entries++;
        _bytes += RaftLog.SizeOf(entry);
    }

    /// <summary>Notes that the state is that of a snapshot.</summary>
    public void Reset(ulong index)
    {
        _lastIndex = index;
        _entries = 0;
        _bytes = 0;
    }

    /// <summary>Begins a snapshot when enough was applied since the last.</summary>
    public void TakeIfDue(IStateMachine stateMachine, Position position, Configuration configuration)
    {
        var isLong = _entries >= options.SnapshotThresholdEntries || _bytes >= options.SnapshotThresholdBytes;
        var isWorthIt = _bytes + (_entries * EntryOverheadBytes) >= Interlocked.Read(ref _stateBytes) / StatePart;
        if (!isLong || !isWorthIt || !_writing.IsCompleted || position.Index <= _lastIndex)
        {
            return;
        }

        Reset(position.Index);
        var metadata = new SnapshotMetadata { Position = position.ToMessage(), Configuration = configuration };
        var snapshot = stateMachine.CaptureSnapshot();
        _writing = Task.Factory.StartNew(
            () => Write(metadata, snapshot),
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
    }

    private void Write(SnapshotMetadata metadata, IStateMachineSnapshot snapshot)
    {
        try
        {
            using (snapshot)
            {
                store.Write(metadata, snapshot.WriteTo);
            }

            using (var written = store.Open(metadata.Position))
            {
                Interlocked.Exchange(ref _stateBytes, written?.DataLength ?? 0);
            }

            onTaken(metadata);
        }
#pragma warning disable CA1031 // A snapshot that cannot be written stops the member instead of the process.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            onFailed(exception);
        }
    }
}
