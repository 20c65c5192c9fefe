using Microkernel.Consensus;
using Microkernel.Consensus.Hosting;
using Microkernel.Consensus.Protocol;
using Microkernel.Consensus.Storage;
using Microkernel.Raft.V1;
using Simulation.Disk;
using Simulation.World;

namespace Simulation.Members;

/// <summary>
/// One member: the real state machine, request desk, log and snapshots, on a simulated disk, driven by simulated
/// events.
/// </summary>
internal sealed partial class SimulatedMember
{
    private const int ElectionTicks = 10;
    private readonly SimulationWorld _world;
    private readonly Random _random;
    private readonly Queue<Ready> _writes = new();
    private readonly bool _joins;
    private readonly int _appendBytesMax;
    private long _cutOffSinceMs;
    private long _pausedUntilMs;
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
        Disk = new SimulatedDisk(random);
        TickMs = DrawTickMs();
        Time = new SkewedTime(world.Time, random.Next(1_000_000), TickMs);
        var appendBytesMax = random.Next(3) == 0 ? 1 : random.Next(4096);
        _appendBytesMax = world.Options.AppendBytesMax ?? appendBytesMax;
        Requests = new MemberRequests(this, world.History);
    }

    public ulong Id { get; }

    public SimulatedDisk Disk { get; }

    /// <summary>The member's own clock.</summary>
    public SkewedTime Time { get; }

    /// <summary>The world's milliseconds in what this member thinks to be 10.</summary>
    public int TickMs { get; }

    public bool IsUp { get; private set; }

    /// <summary>The process is up and not stopped.</summary>
    public bool IsRunning => IsUp && _pausedUntilMs <= _world.Time.NowMs;

    /// <summary>It leads, and a majority stands behind it: what the cluster does is done by its word.</summary>
    public bool IsActing => IsRunning && Node.Role == RaftRole.Leader && Node.HasQuorum;

    /// <summary>The member's process was started at some time.</summary>
    public bool HasStarted => Node is not null;

    /// <summary>It is not to come back, though others count on it.</summary>
    public bool IsLeftDown { get; set; }

    /// <summary>How long a write takes at most.</summary>
    public int WriteMsMax { get; set; } = 5;

    public RaftNode Node { get; private set; } = null!;

    public RequestDesk Desk { get; private set; } = null!;

    public KeyValueMachine Machine { get; private set; } = null!;

    public MemberRequests Requests { get; }

    public override string ToString() => Node is null ? $"{Id}: never started" : !IsUp ? $"{Id}: down"
        : $"{Id}: {Node.Role} in term {Node.Term}, leader {Node.LeaderId}, log {Node.Log.Base}..{Node.Log.Last}, "
        + $"committed {Node.Log.Committed}, stable {Node.Stable}, applied {Machine.AppliedIndex}, "
        + $"pending {Requests.Count}, {Node.Membership.Configuration}";

    public void Trace(string what) => _world.Trace($"{Id} {what}");

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
        catch (DamagedStorageException exception) when (Disk.IsRotten)
        {
            Trace($"refuses to start: {exception.Message}");
            return;
        }
        catch (IOException exception) when (exception is not DamagedStorageException)
        {
            Trace($"does not start: {exception.Message}");
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
        Trace("crashes");
        End();
        Disk.Crash();
    }

    /// <summary>Ends the process, as SIGKILL does: what it wrote stays in the disk's cache.</summary>
    public void Kill()
    {
        Trace("is killed");
        End();
    }

    /// <summary>Stops the process for a while, as SIGSTOP or a virtual machine's migration does.</summary>
    public void Pause(int ms)
    {
        if (!IsRunning)
        {
            return;
        }

        Trace($"pauses for {ms} ms");
        _pausedUntilMs = _world.Time.NowMs + ms;
        var life = _life;
        _world.Events.Plan(ms, () =>
        {
            if (life == _life)
            {
                Do(() => PassTicks(Math.Min(ms / TickMs, ElectionTicks)));
            }
        });
    }

    /// <summary>The member's connection to another is closed, or seems so.</summary>
    public void Disconnect(ulong id) => WhenRunning(() => Node.ReportDisconnected(id));

    public void Deliver(Message message) => WhenRunning(() => Node.Step(message));

    /// <summary>Changes the membership, within some time or not at all.</summary>
    public void Change(MembershipChange change, int patienceMs)
    {
        var deadline = Time.GetTimestamp() + (patienceMs * 10 / TickMs);
        var proposal = new PendingProposal(null, change.Transition, deadline);
        WhenRunning(() => Desk.Add(proposal));
    }

    /// <summary>Does something as soon as the process is not paused; never, if it ends before.</summary>
    public void WhenRunning(Action action)
    {
        if (!IsUp)
        {
            return;
        }

        if (IsRunning)
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

    private void Do(Action action)
    {
        try
        {
            Node.Clock = Time.GetTimestamp();
            action();
            Round();
        }
        catch (SimulatedPowerLossException)
        {
            Crash();
        }
        catch (DamagedStorageException) when (Disk.IsRotten)
        {
            Kill();
        }
        catch (IOException exception) when (exception is not DamagedStorageException)
        {
            Trace($"stops: {exception.Message}");
            Kill();
        }
    }

    private void End()
    {
        IsUp = false;
        _life++;
        _pausedUntilMs = 0;
        _isWriting = false;
        _writes.Clear();
        Disk.CloseAll();
        Requests.Lose();
    }

    /// <summary>Most clocks differ by a tenth at most, some by a lot: safety never depends on them.</summary>
    private int DrawTickMs() => _world.HasWildClocks && _random.Next(2) == 0
        ? 3 + _random.Next(25)
        : 9 + _random.Next(3);

    private void PlanTick(int life) => _world.Events.Plan(TickMs, () =>
    {
        if (life != _life)
        {
            return;
        }

        PlanTick(life);
        if (IsRunning)
        {
            Do(() => PassTicks(1));
        }
    });

    private void PassTicks(int count)
    {
        for (var i = 0; i < count; i++)
        {
            Node.Tick();
        }

        Desk.Tick(Node);
    }
}
