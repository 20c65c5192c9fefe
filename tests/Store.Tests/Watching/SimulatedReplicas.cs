using Google.Protobuf;
using Microkernel.Store.V1;
using Microkernel.Store.Watching;
using Mvccpb;

namespace Microkernel.Store.Tests.Watching;

/// <summary>
/// Members as a watch meets them: all apply one committed log, each at its own pace; they restart, from a snapshot or
/// from the log, and are overtaken by snapshots of others. Everything happens on one thread, in the order of a seed.
/// </summary>
internal sealed class SimulatedReplicas
{
    private readonly List<byte[]> _log = [];
    private readonly Replica[] _replicas;

    public SimulatedReplicas(int count) => _replicas = [.. Enumerable.Range(0, count).Select(_ => new Replica())];

    public int Count => _replicas.Length;

    /// <summary>Commits a command: members will apply it, sooner or later.</summary>
    public void Commit(Command command) => _log.Add(command.ToByteArray());

    /// <summary>Lets a member apply up to so many more commands.</summary>
    public void Advance(int member, int commands) => _replicas[member].Apply(_log, commands);

    /// <summary>Lets all members apply all.</summary>
    public void AdvanceAll()
    {
        for (int member = 0; member < Count; member++)
            Advance(member, int.MaxValue);
    }

    /// <summary>Restarts a member: from the beginning of the log, or from a snapshot of its own.</summary>
    public void Restart(int member, bool fromSnapshot)
    {
        var (snapshot, applied) = fromSnapshot ? _replicas[member].Snapshot() : (null, 0);
        _replicas[member] = new Replica();
        if (snapshot is not null)
            _replicas[member].Install(snapshot, applied);
    }

    /// <summary>Brings a member up to date by a snapshot of another, if that one is ahead of it.</summary>
    public void Install(int member, int from)
    {
        if (_replicas[from].Applied <= _replicas[member].Applied)
            return;
        var (snapshot, applied) = _replicas[from].Snapshot();
        _replicas[member].Install(snapshot, applied);
    }

    /// <summary>Tells whether a member has not been restarted.</summary>
    public bool IsRunning(int member, StoreStateMachine machine) => ReferenceEquals(_replicas[member].Machine, machine);

    /// <summary>Opens a watch at a member.</summary>
    public (Watcher Watcher, WatchReader Reader, StoreStateMachine Machine) Open(int member, WatchRecord record)
    {
        var machine = _replicas[member].Machine;
        var request = record.Resume();
        var watcher = new Watcher(request, 0, _ => { });
        machine.Replica.Watches.Open(watcher, request.StartRevision);
        return (watcher, new WatchReader(machine.Replica), machine);
    }

    private sealed class Replica
    {
        public StoreStateMachine Machine { get; } = new(TimeProvider.System);

        public int Applied { get; private set; }

        public void Apply(List<byte[]> log, int commands)
        {
            for (; commands > 0 && Applied < log.Count; commands--)
            {
                Machine.Apply((ulong)Applied + 1, log[Applied]);
                Applied++;
            }
        }

        public (byte[] Snapshot, int Applied) Snapshot()
        {
            using var snapshot = Machine.CaptureSnapshot();
            using var bytes = new MemoryStream();
            snapshot.WriteTo(bytes);
            return (bytes.ToArray(), Applied);
        }

        public void Install(byte[] snapshot, int applied)
        {
            Machine.Restore(new MemoryStream(snapshot));
            Applied = applied;
        }
    }
}
