using System.Globalization;
using System.Text;
using Google.Protobuf;
using Microkernel.Consensus.Protocol;
using Microkernel.Raft.V1;

namespace Consensus.Tests.Scenarios;

/// <summary>State machines that are driven line by line; messages wait until they are delivered.</summary>
internal sealed class ScenarioCluster
{
    private readonly SortedDictionary<ulong, RaftNode> _nodes = [];
    private readonly Dictionary<ulong, ulong> _heldWrites = [];
    private readonly HashSet<ulong> _holding = [];
    private readonly List<Message> _network = [];
    private readonly HashSet<(ulong From, ulong To)> _cut = [];
    private readonly StringBuilder _output = new();
    private RaftNodeOptions _options = new() { Id = 1 };
    private ulong _sequence;

    /// <summary>Carries out one command and returns what it showed.</summary>
    public string Execute(string line)
    {
        _output.Clear();
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var rest = words[1..];
        switch (words[0])
        {
            case "cluster":
                Create(rest);
                break;
            case "append-bytes":
                _options = _options with { AppendBytesMax = (int)Number(rest[0]) };
                break;
            case "defect":
                _options = _options with { Defects = Enum.Parse<PlantedDefects>(rest[0]) };
                break;
            case "drop":
                _network.Clear();
                break;
            case "campaign":
                TickUntilCampaign(Node(rest[0]));
                break;
            case "tick":
                Each(rest[0], node => Repeat(Number(rest[1]), node.Tick));
                break;
            case "propose":
                Propose(Node(rest[0]), rest[1]);
                break;
            case "read":
                Node(rest[0]).ReadIndex(++_sequence);
                break;
            case "transfer":
                Show(Node(rest[0]).TransferLeadership(Number(rest[1])) ? "ok" : "refused");
                break;
            case "change":
                Change(Node(rest[0]), rest[1..]);
                break;
            case "takeover":
                TakeOver(Node(rest[0]), Number(rest[1]), hasProof: rest.Length > 2);
                break;
            case "cut":
                Links(rest, link => _cut.Add(link));
                break;
            case "heal":
                _cut.Clear();
                break;
            case "hold-writes":
                _holding.Add(Number(rest[0]));
                break;
            case "finish-writes":
                FinishWrites(Number(rest[0]));
                break;
            case "elect":
                TickUntilCampaign(Node(rest[0]));
                Pump(Node(rest[0]));
                Settle();
                break;
            case "settle":
                Settle();
                break;
            case "compact":
                Compact(Node(rest[0]));
                break;
            case "deliver":
                Deliver(rest.Length > 0 ? (int)Number(rest[0]) : 1000);
                return Shown();
            case "status":
                break;
            default:
                throw new FormatException($"Unknown command: {line}");
        }

        foreach (var node in _nodes.Values)
        {
            Pump(node);
        }

        if (words[0] is "status" or "cluster" or "elect" or "settle" or "compact")
        {
            ShowStatus();
        }

        return Shown();
    }

    private static ulong Number(string text) => ulong.Parse(text, CultureInfo.InvariantCulture);

    private static void Repeat(ulong times, Action action)
    {
        for (var i = 0UL; i < times; i++)
        {
            action();
        }
    }

    private RaftNode Node(string id) => _nodes[Number(id)];

    private void Each(string id, Action<RaftNode> action)
    {
        foreach (var node in id == "all" ? _nodes.Values.ToArray() : [Node(id)])
        {
            action(node);
        }
    }

    private void Show(string line) => _output.Append(line).Append('\n');

    private string Shown() => _output.Length == 0 ? "ok\n" : _output.ToString();

    /// <summary>
    /// Creates members from <c>ID=term,term,...@TERM</c>: the terms of their entries behind the bootstrap, and the term
    /// that they have seen. A <c>w</c> behind the id marks a witness.
    /// </summary>
    private void Create(string[] members)
    {
        var ids = members.Select(member => Number(member.Split(['=', '@'])[0].TrimEnd('w'))).ToArray();
        var configuration = new Configuration();
        foreach (var (member, id) in members.Zip(ids))
        {
            configuration.Members.Add(new Member { Id = id, Witness = member.Split(['=', '@'])[0].EndsWith('w') });
            configuration.Voters.Add(id);
        }

        foreach (var (member, id) in members.Zip(ids))
        {
            var halves = member.Split('@');
            var terms = halves[0].Contains('=') ? halves[0].Split('=')[1].Split(',').Select(Number).ToArray() : [];
            _nodes[id] = Create(id, configuration, terms, halves.Length > 1 ? Number(halves[1]) : 0);
        }
    }

    private RaftNode Create(ulong id, Configuration configuration, ulong[] terms, ulong seenTerm)
    {
        var first = RestoredState.Bootstrap(configuration);
        var entries = first.Entries.ToList();
        foreach (var term in terms)
        {
            entries.Add(new Entry { Index = (ulong)entries.Count + 1, Term = term });
        }

        var hardState = new HardState { Term = Math.Max(seenTerm, entries[^1].Term), Commit = 1 };
        return new RaftNode(
            _options with { Id = id }, new RestoredState(hardState, null, entries), new Random((int)id));
    }

    private static void TickUntilCampaign(RaftNode node)
    {
        for (var i = 0; i < 100 && node.Role == RaftRole.Follower; i++)
        {
            node.Tick();
        }
    }

    /// <summary>Delivers all messages and shows only what came of it.</summary>
    private void Settle()
    {
        Deliver(1000);
        _output.Clear();
    }

    /// <summary>Takes a snapshot of all that was applied, and forgets the entries.</summary>
    private static void Compact(RaftNode node)
    {
        var position = new LogPosition { Index = node.HandedOut, Term = node.Log.TermAt(node.HandedOut)!.Value };
        var snapshot = new SnapshotMetadata { Position = position, Configuration = node.Membership.Configuration };
        node.SnapshotTaken(snapshot, entriesToKeep: 0);
    }

    private void Propose(RaftNode node, string text)
    {
        var entry = new Entry
        {
            Command = ByteString.CopyFromUtf8(text),
            Proposal = new ProposalId { MemberId = node.Id, Incarnation = 1, Sequence = ++_sequence },
        };
        Show(node.Propose([entry], 1).ToString());
    }

    private void Change(RaftNode node, string[] changes)
    {
        var transition = new MembershipTransition();
        foreach (var change in changes)
        {
            var member = new Member { Id = Number(change[1..]) };
            transition.Changes.Add(change[0] switch
            {
                '+' => new MemberChange { Voter = member },
                '~' => new MemberChange { Learner = member },
                _ => new MemberChange { Remove = member.Id },
            });
            if (!_nodes.ContainsKey(member.Id))
            {
                _nodes[member.Id] = new RaftNode(
                    _options with { Id = member.Id },
                    new RestoredState(new HardState(), null, []),
                    new Random((int)member.Id));
            }
        }

        Show(node.ProposeConfiguration(transition, null) ? "begun" : "refused");
    }

    private void TakeOver(RaftNode node, ulong fenced, bool hasProof)
    {
        var proof = hasProof ? new FenceProof { Kind = FenceProofKind.VerifiedOff } : null;
        try
        {
            node.TakeOver(new Takeover { SurvivorId = node.Id, FencedId = fenced, Proof = proof });
            Show("begun");
        }
        catch (Microkernel.Consensus.InvalidMembershipChangeException exception)
        {
            Show(exception.Message);
        }
    }

    private void Links(string[] ids, Action<(ulong From, ulong To)> action)
    {
        foreach (var a in ids.Select(Number))
        {
            foreach (var b in _nodes.Keys.Where(id => id != a))
            {
                action((a, b));
                action((b, a));
            }
        }
    }

    private void FinishWrites(ulong id)
    {
        _holding.Remove(id);
        if (_heldWrites.Remove(id, out var sequence))
        {
            _nodes[id].Written(sequence);
        }
    }

    private void Pump(RaftNode node)
    {
        while (node.HasReady)
        {
            var ready = node.TakeReady();
            _network.AddRange(ready.Messages);
            foreach (var answer in ready.Reads)
            {
                Show($"{node.Id} may read at {answer.Index?.ToString(CultureInfo.InvariantCulture) ?? "no index"}");
            }

            if (_holding.Contains(node.Id) && ready.WriteSequence != 0)
            {
                // Messages that wait for a held write are lost with it: a crash would lose both.
                _heldWrites[node.Id] = ready.WriteSequence;
                continue;
            }

            _network.AddRange(ready.MessagesAfterWrite);
            if (ready.WriteSequence != 0)
            {
                node.Written(ready.WriteSequence);
            }
        }
    }

    private void Deliver(int messagesMax)
    {
        for (var i = 0; i < messagesMax && _network.Count > 0; i++)
        {
            var message = _network[0];
            _network.RemoveAt(0);
            var isCut = _cut.Contains((message.From, message.To));
            Show((isCut ? "lost " : "") + ScenarioText.Of(message));
            if (!isCut)
            {
                _nodes[message.To].Step(message.Clone());
                Pump(_nodes[message.To]);
            }

            if (message.BodyCase == Message.BodyOneofCase.InstallSnapshot)
            {
                _nodes[message.From].ReportSnapshot(message.To, delivered: !isCut);
            }
        }
    }

    private void ShowStatus()
    {
        foreach (var node in _nodes.Values)
        {
            Show(ScenarioText.Of(node));
        }
    }
}
