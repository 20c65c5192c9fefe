using Microkernel.Consensus;
using Microkernel.Consensus.Hosting;
using Microkernel.Consensus.Protocol;
using Microkernel.Consensus.Storage;
using Microkernel.Raft.V1;
using Simulation.Checks;
using Simulation.Disk;

namespace Simulation.World;

/// <summary>
/// One member: the real state machine, request desk, log and snapshots, on a simulated disk, driven by simulated
/// events.
/// </summary>
internal sealed class SimulatedMember
{
    private const string LogDirectory = "/wal";
    private const string SnapshotDirectory = "/snapshots";
    private static readonly WriteAheadLogOptions LogOptions = new() { SegmentBytes = 4096, SectorBytes = 64 };
    private readonly SimulationWorld _world;
    private readonly Random _random;
    private readonly SimulatedDisk _disk;
    private readonly Queue<Ready> _writes = new();
    private readonly List<PendingClient> _clients = [];
    private readonly bool _joins;
    private readonly int _appendBytesMax;
    private long _cutOffSinceMs;
    private long _pausedUntilMs;
    private WriteAheadLog _log = null!;
    private SnapshotStore _snapshots = null!;
    private RequestDesk _desk = null!;
    private ProposalTable _table = null!;
    private AppliedIndex _applied = null!;
    private Configuration _configuration = new();
    private Position _position;
    private int _life;
    private ulong _incarnations;
    private bool _isWriting;

    public SimulatedMember(SimulationWorld world, ulong id, bool joins, Random random)
    {
        _world = world;
        Id = id;
        _joins = joins;
        _random = random;
        _disk = new SimulatedDisk(random);
        TickMs = 9 + random.Next(3);
        var appendBytesMax = random.Next(3) == 0 ? 1 : random.Next(4096);
        _appendBytesMax = world.Options.AppendBytesMax ?? appendBytesMax;
    }

    public ulong Id { get; }

    /// <summary>How long this member thinks that 10 ms last.</summary>
    public int TickMs { get; }

    public bool IsUp { get; private set; }

    /// <summary>The member was removed or its machine is switched off for good.</summary>
    public bool IsRetired { get; set; }

    /// <summary>How long a write takes at most.</summary>
    public int WriteMsMax { get; set; } = 5;

    public RaftNode Node { get; private set; } = null!;

    public KeyValueMachine Machine { get; private set; } = null!;

    public int PendingRequests => _clients.Count;

    public override string ToString() => Node is null ? $"{Id}: never started" : !IsUp ? $"{Id}: down"
        : $"{Id}: {Node.Role} in term {Node.Term}, leader {Node.LeaderId}, log {Node.Log.Base}..{Node.Log.Last}, "
        + $"committed {Node.Log.Committed}, stable {Node.Stable}, applied {Machine.AppliedIndex}, "
        + $"pending {PendingRequests}, {Node.Membership.Configuration}";

    /// <summary>Starts the process from what the disk holds.</summary>
    public void Start(Configuration initial)
    {
        try
        {
            Recover(initial);
        }
        catch (SimulatedPowerLossException)
        {
            Crash();
            return;
        }

        IsUp = true;
        _cutOffSinceMs = _world.Time.NowMs;
        _life++;
        PlanTick(_life);
        Round();
    }

    /// <summary>Loses power.</summary>
    public void Crash()
    {
        _world.Trace($"{Id} crashes");
        IsUp = false;
        _life++;
        _pausedUntilMs = 0;
        _isWriting = false;
        _writes.Clear();
        _disk.Crash();
        foreach (var client in _clients)
        {
            client.Request.EndedMs = _world.Time.NowMs;
        }

        _clients.Clear();
    }

    public void CrashAtDiskCall(int calls) => _disk.CrashAtCall(calls);

    /// <summary>The member's connection to another is closed, or seems so.</summary>
    public void Disconnect(ulong id) => WhenRunning(() => Node.ReportDisconnected(id));

    /// <summary>Stops the process for a while, as SIGSTOP or a virtual machine's migration does.</summary>
    public void Pause(int ms)
    {
        _world.Trace($"{Id} pauses for {ms} ms");
        _pausedUntilMs = _world.Time.NowMs + ms;
    }

    public void Deliver(Message message) => WhenRunning(() => Node.Step(message));

    /// <summary>Does something as soon as the process is not paused; never, if it crashes before.</summary>
    private void WhenRunning(Action action)
    {
        if (!IsUp)
        {
            return;
        }

        if (_pausedUntilMs <= _world.Time.NowMs)
        {
            Do(action);
            return;
        }

        var life = _life;
        _world.Events.Plan(_pausedUntilMs - _world.Time.NowMs + _random.Next(5), () =>
        {
            if (life == _life)
            {
                WhenRunning(action);
            }
        });
    }

    public void Write(ClientRequest request)
    {
        var command = KeyValueMachine.Encode(request.Key, request.Value);
        var proposal = new PendingProposal(command, null, _world.Time.NowMs + 2000);
        _clients.Add(new PendingClient(request, proposal, null));
        WhenRunning(() => _desk.Add(proposal));
    }

    public void Read(ClientRequest request)
    {
        var read = new PendingRead(_world.Time.NowMs + 2000);
        _clients.Add(new PendingClient(request, null, read));
        WhenRunning(() => _desk.Add(read));
    }

    public void Change(MembershipChange change)
    {
        var proposal = new PendingProposal(null, change.Transition, _world.Time.NowMs + 2000);
        Do(() => _desk.Add(proposal));
    }

    public void Do(Action action)
    {
        try
        {
            action();
            Round();
        }
        catch (SimulatedPowerLossException)
        {
            Crash();
        }
    }

    /// <summary>Takes a snapshot and compacts the log.</summary>
    public void TakeSnapshot() => Do(() =>
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
    public (SnapshotMetadata Metadata, byte[] Data)? ReadSnapshot()
    {
        using var snapshot = _snapshots.OpenNewest();
        if (snapshot is null)
        {
            return null;
        }

        using var data = new MemoryStream();
        snapshot.OpenData().CopyTo(data);
        return (snapshot.Metadata, data.ToArray());
    }

    public void ReceiveSnapshot(Message notice, byte[] data) => Do(() =>
    {
        _snapshots.Write(notice.InstallSnapshot.Snapshot, stream => stream.Write(data));
        Node.Step(notice);
    });

    private void Recover(Configuration initial)
    {
        _snapshots = new SnapshotStore(_disk, SnapshotDirectory);
        (_log, var recovered) = WriteAheadLog.Open(_disk, LogDirectory, LogOptions, _random);
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
        _desk = new RequestDesk(_table, _applied, new RaftMemberOptions(), _world.Time);
        var options = new RaftNodeOptions
        {
            Id = Id,
            Defects = _world.Options.Defects,
            AppendBytesMax = _appendBytesMax,
            InflightMessagesMax = 4,
            ElectionTicks = 10,
        };
        Node = new RaftNode(options, restored, _random);
        _world.Trace($"{Id} starts in term {Node.Term} with {Node.Log.Base}..{Node.Log.Last}");
    }

    private void PlanTick(int life) => _world.Events.Plan(TickMs, () =>
    {
        if (life != _life || !IsUp)
        {
            return;
        }

        PlanTick(life);
        if (_pausedUntilMs > _world.Time.NowMs)
        {
            return;
        }

        Do(() =>
        {
            Node.Tick();
            _desk.Tick(Node);
        });
    });

    private void Round()
    {
        _desk.Flush(Node);
        while (Node.HasReady)
        {
            HandOut(Node.TakeReady());
        }

        if (Node.Role == RaftRole.Leader)
        {
            _world.Oracle.Leads(Node);
        }

        CheckResigns();

        AnswerClients();
    }

    private void CheckResigns()
    {
        if (Node.Role != RaftRole.Leader || Node.HearsQuorum() || _pausedUntilMs + 20 > _world.Time.NowMs)
        {
            _cutOffSinceMs = _world.Time.NowMs;
        }

        SafetyOracle.Check(
            _world.Time.NowMs - _cutOffSinceMs < 100,
            "a leader that hears no majority resigns",
            $"member {Id} still leads term {Node.Term}");
    }

    private void HandOut(Ready ready)
    {
        foreach (var message in ready.Messages)
        {
            _world.Send(this, message);
        }

        if (ready.WriteSequence != 0)
        {
            _writes.Enqueue(ready);
            PlanWrite();
        }

        Apply(ready);
        foreach (var id in ready.RefusedProposals)
        {
            _world.Oracle.Refused(id);
        }

        _desk.Answer(Node, ready);
    }

    private void PlanWrite()
    {
        if (_isWriting || _writes.Count == 0)
        {
            return;
        }

        _isWriting = true;
        var life = _life;
        _world.Events.Plan(1 + _random.Next(WriteMsMax), () =>
        {
            if (life == _life)
            {
                WhenRunning(FinishWrite);
            }
        });
    }

    private void FinishWrite()
    {
        var batch = _writes.ToArray();
        _writes.Clear();
        if (LogWriter.Merge(batch.Select(ready => ready.Write)) is { } frame)
        {
            _log.Append(frame);
        }

        foreach (var message in batch.SelectMany(ready => ready.MessagesAfterWrite))
        {
            _world.Send(this, message);
        }

        _isWriting = false;
        Node.Written(batch[^1].WriteSequence);
        PlanWrite();
    }

    private void Apply(Ready ready)
    {
        if (ready.Snapshot is not null)
        {
            using var snapshot = _snapshots.Open(ready.Snapshot.Position)!;
            Machine.Restore(snapshot.OpenData(), ready.Snapshot.Position.Index);
            _position = Position.From(ready.Snapshot.Position);
            _configuration = ready.Snapshot.Configuration;
            _applied.AdvanceTo(_position.Index);
            _table.TakeAll().ForEach(proposal => proposal.Fail(new ProposalOutcomeUnknownException("snapshot")));
        }

        var configuration = 0;
        foreach (var entry in ready.Committed)
        {
            if (entry.Term > _position.Term)
            {
                RefuseBefore(entry.Term);
            }

            _world.Oracle.Applies(Id, entry, Node.Term);
            Machine.Apply(entry);
            _position = new Position(entry.Index, entry.Term);
            if (entry.PayloadCase == Entry.PayloadOneofCase.Configuration)
            {
                _configuration = ready.Configurations[configuration++].Configuration;
                _world.Trace($"{Id} applies {entry.Index}: voters {_configuration.Voters}");
            }

            _applied.AdvanceTo(entry.Index);
            _table.Take(entry.Proposal)?.Succeed(entry.Index);
        }
    }

    private void RefuseBefore(ulong term)
    {
        foreach (var proposal in _table.TakeBefore(term))
        {
            _world.Oracle.Refused(_table.IdOf(proposal));
            _desk.Add(proposal);
        }
    }

    private void AnswerClients()
    {
        foreach (var client in _clients.Where(client => client.IsCompleted).ToList())
        {
            _clients.Remove(client);
            var now = _world.Time.NowMs;
            if (client.Place is { } place)
            {
                _world.History.End(client.Request, now, client.Request.IsRead ? _position.Index : place);
            }
            else
            {
                client.Request.EndedMs = now;
            }
        }
    }

    private sealed record PendingClient(ClientRequest Request, PendingProposal? Proposal, PendingRead? Reading)
    {
        public bool IsCompleted => Proposal?.Completion.IsCompleted ?? Reading!.Completion.Task.IsCompleted;

        public ulong? Place => Proposal is not null
            ? Proposal.Completion.IsCompletedSuccessfully ? (ulong?)Proposal.Completion.Result : null
            : Reading!.Completion.Task.IsCompletedSuccessfully ? Reading.Completion.Task.Result : null;
    }
}
