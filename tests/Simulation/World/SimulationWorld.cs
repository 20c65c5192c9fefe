using Google.Protobuf;
using Microkernel.Consensus;
using Microkernel.Consensus.Protocol;
using Microkernel.Raft.V1;
using Simulation.Checks;

namespace Simulation.World;

/// <summary>A whole cluster under one seed: members, network, disks, clients, faults and checks.</summary>
internal sealed class SimulationWorld
{
    private const int MembersMax = 7;
    private readonly Random _random;
    private readonly Queue<string> _trace = new();
    private readonly List<SimulatedMember> _members = [];
    private readonly SimulatedNetwork _network;
    private readonly FaultPlan _faults;
    private readonly Configuration _initial = new();
    private long _steps;
    private bool _isHealed;

    public SimulationWorld(SimulationOptions options)
    {
        Options = options;
        _random = new Random(options.Seed);
        Events = new EventQueue(Time);
        _network = new SimulatedNetwork(_random, Events, message => Member(message.To)?.Deliver(message));
        var voters = options.Voters ?? DrawVoters();
        for (var id = 1UL; id <= MembersMax; id++)
        {
            _members.Add(new SimulatedMember(this, id, joins: id > (ulong)voters, _random));
        }

        foreach (var member in _members.Take(voters))
        {
            _initial.Members.Add(new Member { Id = member.Id });
            _initial.Voters.Add(member.Id);
        }

        _faults = new FaultPlan(this, _network, _random);
    }

    public SimulationOptions Options { get; }

    public SimulatedTime Time { get; } = new();

    public EventQueue Events { get; }

    public SafetyOracle Oracle { get; } = new();

    public ClientHistory History { get; } = new();

    public IReadOnlyList<SimulatedMember> Members => _members;

    public IEnumerable<string> LastTrace => _trace;

    /// <summary>Members that are part of the cluster: not retired, and started.</summary>
    public IEnumerable<SimulatedMember> Active => _members.Where(member => member.IsUp);

    public SimulatedMember? Member(ulong id) => _members.FirstOrDefault(member => member.Id == id);

    /// <summary>Runs faults and clients, then heals and waits until the cluster serves again.</summary>
    public void Run()
    {
        for (var i = 0; i < _initial.Voters.Count; i++)
        {
            Start(_members[i]);
        }

        _faults.Plan();
        PlanClient();
        RunUntil(Options.FaultsMs);
        Heal();
        RunUntil(Options.FaultsMs + Options.RecoveryMs, () => HasRecovered);
        SafetyOracle.Check(
            HasRecovered,
            "liveness",
            $"after {Options.RecoveryMs} ms without faults the cluster does not serve:\n{string.Join('\n', _members)}");
        CheckFinalState();
    }

    public void Start(SimulatedMember member) => member.Start(_initial);

    public void Trace(string line)
    {
        if (!Options.IsTraced)
        {
            return;
        }

        _trace.Enqueue($"{Time.NowMs,6} {line}");
        if (_trace.Count > 4000)
        {
            _trace.Dequeue();
        }
    }

    public void Send(SimulatedMember sender, Message message)
    {
        if (Options.IsTraced && message.BodyCase
            is not (Message.BodyOneofCase.HeartbeatRequest or Message.BodyOneofCase.HeartbeatResult))
        {
            Trace($"{message.From}->{message.To} t{message.Term} {message.BodyCase} {Brief(message)}");
        }

        if (message.BodyCase == Message.BodyOneofCase.InstallSnapshot)
        {
            SendSnapshot(sender, message.Clone());
        }
        else
        {
            _network.Send(message);
        }
    }

    private static string Brief(Message message)
    {
        var text = JsonFormatter.Default.Format(message);
        return text.Length > 300 ? text[..300] : text;
    }

    private int DrawVoters() => _random.Next(10) switch
    {
        0 => 1,
        < 4 => 2,
        < 8 => 3,
        8 => 4,
        _ => 5,
    };

    private void SendSnapshot(SimulatedMember sender, Message notice)
    {
        if (sender.ReadSnapshot() is not { } snapshot)
        {
            return;
        }

        notice.InstallSnapshot.Snapshot = snapshot.Metadata;
        var isLost = _random.Next(100) < 30 && !_isHealed;
        Events.Plan(5 + _random.Next(50), () =>
        {
            var receiver = Member(notice.To);
            var arrives = !isLost && receiver is { IsUp: true } && !_network.IsCut(notice.From, notice.To);
            if (arrives)
            {
                receiver!.ReceiveSnapshot(notice, snapshot.Data);
            }

            if (sender.IsUp)
            {
                sender.Do(() => sender.Node.ReportSnapshot(notice.To, arrives));
            }
        });
    }

    private void RunUntil(long untilMs, Func<bool>? isDone = null)
    {
        while (Events.Step(untilMs))
        {
            if (++_steps % 64 == 0)
            {
                CompareLogs();
                if (isDone?.Invoke() ?? false)
                {
                    return;
                }
            }
        }
    }

    private void CompareLogs()
    {
        var up = Active.ToList();
        for (var i = 1; i < up.Count; i++)
        {
            SafetyOracle.Compare(up[i - 1].Node, up[i].Node);
        }
    }

    private void PlanClient() => Events.Plan(1 + _random.Next(30), () =>
    {
        PlanClient();
        var up = Active.Where(member => !member.IsRetired).ToList();
        if (up.Count == 0 || (_isHealed && Time.NowMs > Options.FaultsMs + 3000))
        {
            return;
        }

        var member = up[_random.Next(up.Count)];
        var isRead = _random.Next(3) == 0;
        var request = History.Begin(Time.NowMs, isRead, _random.Next(5), History.Requests.Count);
        if (isRead)
        {
            member.Read(request);
        }
        else
        {
            member.Write(request);
        }
    });

    private void Heal()
    {
        Trace("all faults end");
        _isHealed = true;
        _faults.End();
        foreach (var member in _members.Where(member => !member.IsUp && !member.IsRetired && HasJoined(member)))
        {
            member.CrashAtDiskCall(-1);
            Start(member);
        }
    }

    private bool HasJoined(SimulatedMember member) =>
        member.Id <= (ulong)_initial.Voters.Count || member.Node is not null;

    private SimulatedMember? Leader => Active.Where(member => member.Node.Role == RaftRole.Leader)
        .MaxBy(member => member.Node.Term);

    private bool HasRecovered => Time.NowMs > Options.FaultsMs + 3500
        && Leader is { } leader
        && leader.Node.HasQuorum
        && !leader.Node.Membership.IsJoint
        && Active.All(member => member.PendingRequests == 0)
        && leader.Node.Membership.All.All(id => Member(id) is { IsUp: true } member
            && member.Machine.AppliedIndex == leader.Node.Log.LastIndex);

    /// <summary>No acknowledged write is lost, and every read saw the value of its place.</summary>
    private void CheckFinalState()
    {
        foreach (var request in History.Requests.Where(request => !request.IsRead && request.Place is not null))
        {
            var entry = Oracle.Applied(request.Place!.Value);
            SafetyOracle.Check(
                entry.PayloadCase == Entry.PayloadOneofCase.Command
                && KeyValueMachine.Decode(entry.Command) == (request.Key, request.Value),
                "no acknowledged write is lost",
                $"{request} is not at its place: {entry}");
        }
    }
}
