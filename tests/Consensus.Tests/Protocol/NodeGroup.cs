using Microkernel.Consensus.Protocol;
using Microkernel.Raft.V1;

namespace Consensus.Tests.Protocol;

/// <summary>State machines of one cluster whose writes are durable at once and whose messages wait.</summary>
internal sealed class NodeGroup
{
    private readonly RaftNodeOptions _options;
    private readonly Dictionary<ulong, RaftNode> _nodes = [];
    private readonly Dictionary<ulong, List<Entry>> _disks = [];
    private readonly Dictionary<ulong, HardState> _hardStates = [];
    private readonly List<Message> _network = [];
    private readonly HashSet<ulong> _cutOff = [];
    private readonly Dictionary<ulong, List<Ready>> _held = [];

    public NodeGroup(int members, RaftNodeOptions options)
    {
        _options = options;
        var configuration = new Configuration();
        for (var id = 1UL; id <= (ulong)members; id++)
        {
            configuration.Members.Add(new Member { Id = id });
            configuration.Voters.Add(id);
        }

        foreach (var id in configuration.Voters)
        {
            var frame = RestoredState.Bootstrap(configuration);
            (_disks[id], _hardStates[id]) = ([.. frame.Entries], frame.HardState);
            Restart(id);
        }
    }

    public RaftNode this[ulong id] => _nodes[id];

    /// <summary>Starts a member from what it has written.</summary>
    public void Restart(ulong id) => _nodes[id] = new RaftNode(
        _options with { Id = id }, new RestoredState(_hardStates[id], null, _disks[id]), new Random((int)id));

    /// <summary>Loses all messages to and from a member from now on.</summary>
    public void CutOff(ulong id) => _cutOff.Add(id);

    /// <summary>Lets a member's writes hang.</summary>
    public void HoldWrites(ulong id) => _held[id] = [];

    /// <summary>Lets a member's writes end.</summary>
    public void FinishWrites(ulong id)
    {
        _held.Remove(id, out var held);
        held!.ForEach(ready => FinishWrite(id, ready));
        PumpAll();
    }

    /// <summary>Loses all messages.</summary>
    public void Drop()
    {
        PumpAll();
        _network.Clear();
    }

    /// <summary>Returns what a member has to say, and loses it.</summary>
    public IReadOnlyList<Message> Take(ulong from)
    {
        PumpAll();
        var taken = _network.Where(message => message.From == from).ToList();
        _network.RemoveAll(message => message.From == from);
        return taken;
    }

    /// <summary>Delivers all messages, and those that answer them.</summary>
    public void Deliver() => DeliverUntil(() => false);

    /// <summary>Delivers messages until something is so; false when they end before.</summary>
    public bool DeliverUntil(Func<bool> holds)
    {
        PumpAll();
        while (_network.Count > 0 && !holds())
        {
            var message = _network[0];
            _network.RemoveAt(0);
            if (!_cutOff.Contains(message.From) && !_cutOff.Contains(message.To))
            {
                _nodes[message.To].Step(message.Clone());
                PumpAll();
            }
        }

        return holds();
    }

    private void PumpAll()
    {
        foreach (var (id, node) in _nodes)
        {
            while (node.HasReady)
            {
                Pump(id, node);
            }
        }
    }

    private void Pump(ulong id, RaftNode node)
    {
        var ready = node.TakeReady();
        _network.AddRange(ready.Messages);
        if (ready.WriteSequence == 0)
        {
            return;
        }

        if (_held.TryGetValue(id, out var held))
        {
            held.Add(ready);
        }
        else
        {
            FinishWrite(id, ready);
        }
    }

    private void FinishWrite(ulong id, Ready ready)
    {
        var node = _nodes[id];
        _hardStates[id] = ready.Write?.HardState ?? _hardStates[id];
        foreach (var entry in ready.Write?.Entries ?? [])
        {
            _disks[id].RemoveAll(old => old.Index >= entry.Index);
            _disks[id].Add(entry);
        }

        _network.AddRange(ready.MessagesAfterWrite);
        node.Written(ready.WriteSequence);
    }
}
