using System.Net;
using Microkernel.Drivers.Heartbeat.Engine;
using Microkernel.Drivers.Heartbeat.Rings;
using Microsoft.Extensions.Logging.Abstractions;

namespace Microkernel.Drivers.Heartbeat.Tests.Simulated;

/// <summary>A node of a simulated cluster: an engine and what it told.</summary>
internal sealed class SimulatedNode : IPeerObserver, IDisposable
{
    private readonly FakeTime _time;
    private readonly HeartbeatMetrics _metrics = new();
    private readonly HeartbeatEngine _engine;

    public SimulatedNode(HeartbeatConfiguration configuration, FakeTime time, Fabric fabric)
    {
        _time = time;
        _engine = new HeartbeatEngine(fabric.Host(), time, this, _metrics, NullLogger.Instance);
        Apply(configuration);
    }

    /// <summary>The configuration in effect.</summary>
    public HeartbeatConfiguration Configuration { get; private set; } = null!;

    /// <summary>What did not work when it was configured last.</summary>
    public IReadOnlyList<RingFault> Faults { get; private set; } = [];

    /// <summary>Whether the process stands still.</summary>
    public bool IsPaused { get; set; }

    /// <summary>When the engine wants to run.</summary>
    public TimeSpan Due { get; private set; }

    /// <summary>Each change of standing, with its time.</summary>
    public List<(TimeSpan Time, string Node, PeerStanding Standing)> Changes { get; } = [];

    /// <summary>The last report on each peer.</summary>
    public Dictionary<string, PeerReport> Peers { get; } = [];

    /// <summary>What is wrong.</summary>
    public IReadOnlyList<string> Problems { get; private set; } = [];

    /// <summary>Where it listens.</summary>
    public IEnumerable<IPEndPoint> Locals => Configuration.Rings.Select(ring => ring.Local);

    public void Apply(HeartbeatConfiguration configuration)
    {
        Configuration = configuration;
        Faults = _engine.Apply(configuration);
        Due = _time.Now;
    }

    public void Leave()
    {
        Assert.True(_engine.StartLeaving());
        Due = _time.Now;
    }

    public void AttachCore(bool attached) => _engine.CoreAttached = attached;

    public void Run() => Due = _time.Now + (_engine.Run() - _engine.Now);

    public PeerStanding Standing(string node) => Peers[node].Standing;

    public LinkReport Link(string node, string ring) => Peers[node].Links.Single(link => link.Ring == ring);

    void IPeerObserver.PeersChanged(IReadOnlyList<PeerReport> peers)
    {
        foreach (var peer in peers)
        {
            if (!Peers.TryGetValue(peer.Node, out var before) || before.Standing != peer.Standing)
                Changes.Add((_time.Now, peer.Node, peer.Standing));
            Peers[peer.Node] = peer;
        }
    }

    void IPeerObserver.PeersRemoved(IReadOnlyList<string> nodes)
    {
        foreach (var node in nodes)
            Peers.Remove(node);
    }

    void IPeerObserver.ProblemsChanged(IReadOnlyList<string> problems) => Problems = problems;

    public void Dispose()
    {
        _engine.Dispose();
        _metrics.Dispose();
    }
}
