using Microkernel.Drivers.Heartbeat.Rings;

namespace Microkernel.Drivers.Heartbeat.Engine;

/// <summary>Sends and hears beats and judges who is silent. One thread calls it; it never waits.</summary>
internal sealed partial class HeartbeatEngine : IDisposable
{
    private static readonly TimeSpan StatisticsEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(1);

    // When ports never run dry, a flood is going on: after this many passes the verdict is due all the same.
    private const int MostPassesWithoutVerdict = 32;

    private readonly EngineState _state;
    private readonly BeatReceiver _receiver;
    private readonly BeatSender _sender;
    private readonly SilenceJudge _judge;
    private readonly ProblemReport _problems;
    private readonly IPeerObserver _observer;
    private readonly HeartbeatMetrics _metrics;
    private readonly ILogger _logger;
    private TimeSpan _due;
    private TimeSpan _nextStatistics;
    private int _passesWithoutVerdict;

    /// <summary>Creates an engine that is idle until it is configured.</summary>
    public HeartbeatEngine(
        IRingNetwork network, TimeProvider time, IPeerObserver observer, HeartbeatMetrics metrics, ILogger logger)
    {
        _state = new EngineState(network, time);
        _receiver = new BeatReceiver(_state, metrics, logger);
        _sender = new BeatSender(_state, metrics);
        _judge = new SilenceJudge(_state, logger);
        _problems = new ProblemReport(_state);
        _observer = observer;
        _metrics = metrics;
        _logger = logger;
        _due = _state.Time.Now;
    }

    /// <summary>Monotonic time now, on the engine's clock.</summary>
    public TimeSpan Now => _state.Time.Now;

    /// <summary>The ports that may receive, for who waits on them.</summary>
    public IEnumerable<IRingPort> Ports => _state.Rings.Rings.Select(ring => ring.Port).OfType<IRingPort>();

    /// <summary>Rises whenever <see cref="Ports"/> changed.</summary>
    public int PortsVersion { get; private set; }

    /// <summary>Whether the goodbye is being said.</summary>
    public bool IsLeaving => _sender.IsLeaving;

    /// <summary>Whether our core watches us; told to the peers.</summary>
    public bool CoreAttached
    {
        get => _state.CoreAttached;
        set => _state.CoreAttached = value;
    }

    /// <summary>Puts a configuration into effect as a whole and returns what does not work.</summary>
    public IReadOnlyList<RingFault> Apply(HeartbeatConfiguration configuration)
    {
        var now = _state.Time.Now;
        _state.Take(configuration);
        var gone = _state.Rings.Apply(configuration, now);
        PortsVersion++;
        _sender.Start(now, configuration.Interval);
        _judge.Reconsider();
        _nextStatistics = now;
        LogConfigured(configuration.Version, configuration.Rings.Count, _state.Rings.Peers.Count,
            configuration.Interval.TotalMilliseconds, configuration.Timeout.TotalMilliseconds);
        if (gone.Count > 0)
            _observer.PeersRemoved(gone);
        return _problems.RingFaults();
    }

    /// <summary>Begins to say goodbye; false when there is nobody to say it to.</summary>
    public bool StartLeaving()
    {
        if (_state.Configuration is null)
            return false;
        _sender.StartLeaving(_state.Time.Now);
        return true;
    }

    /// <summary>Does all that is due and returns the monotonic time at which the next thing is.</summary>
    public TimeSpan Run()
    {
        var now = _state.Time.Now;
        var late = _state.Running.Advance(now, _due);
        if (_state.Configuration is not { } configuration)
            return _due = now + Idle;
        _metrics.Woke(late);
        if (late >= configuration.Timeout / 2)
            LogLate(late.TotalMilliseconds);
        _judge.TakeLateness(late, configuration);
        BindAgain(now);
        var drained = _receiver.Drain();
        if (drained || ++_passesWithoutVerdict >= MostPassesWithoutVerdict)
        {
            _passesWithoutVerdict = 0;
            _judge.Judge(configuration);
        }
        _sender.Send(now);
        Publish(now);
        return _due = drained ? NextDue(now) : now;
    }

    /// <inheritdoc/>
    public void Dispose() => _state.Dispose();

    private void BindAgain(TimeSpan now)
    {
        foreach (var ring in _state.Rings.Rings)
        {
            ring.Refresh(now);
            if (!ring.TryBind(now))
                continue;
            PortsVersion++;
            if (!ring.IsRefreshed)
                LogBound(ring.Settings.Name, ring.Settings.Local.ToString());
        }
    }

    private void Publish(TimeSpan now)
    {
        var all = now >= _nextStatistics;
        List<PeerReport>? reports = null;
        foreach (var peer in _state.Rings.Peers)
        {
            if (!all && !peer.Changed)
                continue;
            peer.Changed = false;
            (reports ??= []).Add(Report(peer, now));
        }
        if (reports is not null)
        {
            _metrics.Observe(reports);
            _observer.PeersChanged(reports);
        }
        if (!all)
            return;
        _nextStatistics = now + StatisticsEvery;
        if (_problems.Refresh(now))
            _observer.ProblemsChanged(_problems.Current);
    }

    private PeerReport Report(Peer peer, TimeSpan now) => new(
        peer.Node,
        peer.Standing,
        peer.LastHeard is { } heard ? _state.Time.Wall - (now - heard) : null,
        peer.Links.ConvertAll(link => link.Report(now, _state.Running.Now, _state.Configuration!.Timeout)),
        peer.CoreAttached && peer.Standing == PeerStanding.Heard,
        peer.CoreEpoch,
        IsDeaf(peer),
        ProblemReport.ObstacleOf(peer, now),
        peer.Lateness);

    private bool IsDeaf(Peer peer) => peer.Standing == PeerStanding.Heard && peer.Links.All(
        link => !link.Heard || link.IsDeaf(_state.Running.Now, _state.Configuration!.Timeout));

    private TimeSpan NextDue(TimeSpan now)
    {
        var due = Earlier(_sender.Due, _nextStatistics);
        due = Earlier(due, now + (_judge.Due - _state.Running.Now));
        foreach (var ring in _state.Rings.Rings)
        {
            if (ring.NextTry is { } next)
                due = Earlier(due, next);
        }
        return due > now ? due : now;
    }

    private static TimeSpan Earlier(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
