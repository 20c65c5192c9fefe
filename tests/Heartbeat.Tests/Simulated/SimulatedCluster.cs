using System.Net;
using Microkernel.Drivers.Heartbeat.Engine;
using Microkernel.Drivers.Heartbeat.Rings;
using Microkernel.Drivers.Heartbeat.Wire;

namespace Microkernel.Drivers.Heartbeat.Tests.Simulated;

/// <summary>Nodes n1, n2, ... on rings hb0, hb1, ...: node i has the address 10.20.RING.i.</summary>
internal sealed class SimulatedCluster : IDisposable
{
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);
    public static readonly TimeSpan Timeout = TimeSpan.FromMilliseconds(450);

    // What wakes one engine may send to another at the same instant; more rounds than this mean a loop without end.
    private const int MostRoundsAtOnce = 1000;

    private readonly int _nodes;
    private readonly int _rings;
    private readonly SortedDictionary<string, SimulatedNode> _running = [];

    public SimulatedCluster(int nodes = 2, int rings = 2)
    {
        _nodes = nodes;
        _rings = rings;
        Fabric = new Fabric(Time);
        for (var node = 1; node <= nodes; node++)
            Start(node);
    }

    public FakeTime Time { get; } = new();

    public Fabric Fabric { get; }

    public SimulatedNode this[int node] => _running[Name(node)];

    public static string Name(int node) => $"n{node}";

    public static IPAddress Address(int ring, int node) => IPAddress.Parse($"10.20.{ring}.{node}");

    public static BeatKey Key(uint id) => new(id, Enumerable.Repeat((byte)id, BeatKey.SecretLength).ToArray());

    public HeartbeatConfiguration ConfigurationOf(int node) => new(
        1, Generation: 1, "test", Name(node),
        [.. Enumerable.Range(0, _rings).Select(ring => new RingSettings(
            $"hb{ring}", new IPEndPoint(Address(ring, node), 5405), [.. MembersBut(ring, node)]))],
        [Key(1)], Interval, Timeout, CoreEpoch: 7);

    public SimulatedNode Start(int node, Func<HeartbeatConfiguration, HeartbeatConfiguration>? change = null)
    {
        var configuration = ConfigurationOf(node);
        return _running[Name(node)] = new SimulatedNode(change?.Invoke(configuration) ?? configuration, Time, Fabric);
    }

    public void Kill(int node)
    {
        this[node].Dispose();
        _running.Remove(Name(node));
    }

    /// <summary>Runs until everyone hears everyone and nothing is left of the beginning.</summary>
    public void Settle()
    {
        RunFor(TimeSpan.FromSeconds(2));
        foreach (var node in _running.Values)
            Assert.All(node.Peers.Values, peer => Assert.Equal(PeerStanding.Heard, peer.Standing));
    }

    public void RunFor(TimeSpan duration) => RunUntil(() => false, duration);

    /// <summary>Runs until the condition holds; true when it did within the limit.</summary>
    public bool RunUntil(Func<bool> condition, TimeSpan limit)
    {
        var end = Time.Now + limit;
        while (!condition())
        {
            var next = _running.Values.Where(node => !node.IsPaused).Select(NextEvent).Append(end).Min();
            Time.MoveTo(next);
            RunDue();
            if (next >= end)
                return condition();
        }
        return true;
    }

    public void Dispose()
    {
        foreach (var node in _running.Values)
            node.Dispose();
    }

    private IEnumerable<RingMemberSettings> MembersBut(int ring, int self) =>
        from node in Enumerable.Range(1, _nodes)
        where node != self
        select new RingMemberSettings(Name(node), Address(ring, node));

    private TimeSpan NextEvent(SimulatedNode node)
    {
        var arrival = Fabric.NextArrival(node.Locals);
        return arrival < node.Due ? arrival : node.Due;
    }

    private void RunDue()
    {
        for (var round = 0; round < MostRoundsAtOnce; round++)
        {
            var due = _running.Values.Where(node => !node.IsPaused && NextEvent(node) <= Time.Now).ToList();
            if (due.Count == 0)
                return;
            due.ForEach(node => node.Run());
        }
        Assert.Fail($"At {Time.Now} the engines never came to rest.");
    }
}
