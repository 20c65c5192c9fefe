using Google.Protobuf;
using Microkernel.Consensus.Protocol;
using Microkernel.Raft.V1;
using Simulation.Checks;
using Simulation.Clients;
using Simulation.Faults;
using Simulation.Members;

namespace Simulation.World;

/// <summary>A whole cluster under one seed: members, network, disks, clients, faults and checks.</summary>
internal sealed class SimulationWorld
{
    private const int MembersMax = 7;
    private const int TraceLinesMax = 4000;
    private readonly Random _random;
    private readonly Queue<string> _trace = new();
    private readonly List<SimulatedMember> _members = [];
    private readonly SimulatedNetwork _network;
    private readonly FaultPlan _faults;
    private readonly Configuration _initial = new();
    private readonly Dictionary<(ulong, ulong), (Position, Position)> _compared = [];
    private long _steps;
    private bool _isHealed;

    public SimulationWorld(SimulationOptions options)
    {
        Options = options;
        _random = new Random(options.Seed);
        Events = new EventQueue(Time);
        _network = new SimulatedNetwork(_random, Events, message => Member(message.To)?.Deliver(message));
        var wildClocks = _random.Next(8) == 0;
        HasWildClocks = options.WildClocks ?? wildClocks;
        var leases = _random.Next(3) == 0;
        HasLeases = (options.Leases ?? leases) && !HasWildClocks;
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

    /// <summary>Some clocks run at another speed altogether.</summary>
    public bool HasWildClocks { get; }

    /// <summary>Until when a change of the membership that was asked for may still begin.</summary>
    public long MembershipMayChangeUntilMs { get; set; }

    /// <summary>Members give leases, and half of the reads take them; not where clocks are no good for it.</summary>
    public bool HasLeases { get; }

    public IReadOnlyList<SimulatedMember> Members => _members;

    public IEnumerable<string> LastTrace => _trace;

    /// <summary>The members whose process is up.</summary>
    public IEnumerable<SimulatedMember> Active => _members.Where(member => member.IsUp);

    public bool ClientsMayAsk => Time.NowMs < Options.FaultsMs + 1500;

    public SimulatedMember? Member(ulong id) => _members.FirstOrDefault(member => member.Id == id);

    /// <summary>Runs faults and clients, then heals and waits until the cluster serves again.</summary>
    public void Run()
    {
        foreach (var member in _members.Take(_initial.Voters.Count))
        {
            Start(member);
        }

        _faults.Begin();
        for (var client = 1; client <= 8; client++)
        {
            new SimulatedClient(this, client, _random).Run();
        }

        RunUntil(Options.FaultsMs);
        Trace("all faults end");
        _isHealed = true;
        _faults.End();
        var recovery = new Recovery(this, _random);
        recovery.Heal();
        RunUntil(Options.FaultsMs + 1700);
        new SimulatedClient(this, 9, _random).ReadAll();
        RunUntil(Options.FaultsMs + Options.RecoveryMs, () => recovery.IsComplete);
        recovery.Check();
        Oracle.CheckAnswers(History.Requests);
        History.Check();
    }

    public void Start(SimulatedMember member) => member.Start(_initial);

    public void Trace(string line)
    {
        if (!Options.IsTraced)
        {
            return;
        }

        _trace.Enqueue($"{Time.NowMs,6} {line}");
        if (_trace.Count > TraceLinesMax)
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
            _faults.Sent(sender, message);
        }
    }

    private static string Brief(Message message)
    {
        var text = JsonFormatter.Default.Format(message);
        return text.Length > 300 ? text[..300] : text;
    }

    private int DrawVoters() => _random.Next(20) switch
    {
        < 2 => 1,
        < 8 => 2,
        < 15 => 3,
        15 => 4,
        < 18 => 5,
        18 => 6,
        _ => 7,
    };

    private void SendSnapshot(SimulatedMember sender, Message notice)
    {
        var isLost = _random.Next(100) < 30 && !_isHealed;
        Events.Plan(1 + _random.Next(5), () => sender.ReadSnapshot((metadata, data) =>
        {
            notice.InstallSnapshot.Snapshot = metadata;
            Events.Plan(5 + _random.Next(50), () =>
            {
                var receiver = Member(notice.To);
                var arrives = !isLost && receiver is { IsUp: true } && !_network.IsCut(notice.From, notice.To);
                if (arrives)
                {
                    receiver!.ReceiveSnapshot(notice, data);
                }

                sender.WhenRunning(() => sender.Node.ReportSnapshot(notice.To, arrives));
            });
        }));
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
        SimulatedMember? last = null;
        foreach (var member in Active)
        {
            if (last is not null && (last.Node.Log.Last, member.Node.Log.Last) is var ends
                && _compared.GetValueOrDefault((last.Id, member.Id)) != ends)
            {
                SafetyOracle.Compare(last.Node, member.Node);
                _compared[(last.Id, member.Id)] = ends;
            }

            last = member;
        }
    }
}
