using Microkernel.Drivers.Heartbeat.Rings;

namespace Microkernel.Drivers.Heartbeat.Engine;

/// <summary>Declares peers silent, on single links and on all.</summary>
internal sealed partial class SilenceJudge(EngineState state, ILogger logger)
{
    private const int FewestIntervals = 3;

    // In running time.
    private TimeSpan _due;
    private TimeSpan _noVerdictBefore;

    /// <summary>Running time at which a verdict may be due; never after it, often before.</summary>
    public TimeSpan Due => _due;

    /// <summary>Judges anew at once: the bounds changed.</summary>
    public void Reconsider() => _due = TimeSpan.Zero;

    /// <summary>Takes note of a late wake-up: after a long one the peers have three intervals to be heard.</summary>
    public void TakeLateness(TimeSpan late, HeartbeatConfiguration configuration)
    {
        if (late >= configuration.Timeout / 2)
            _noVerdictBefore = state.Running.Now + configuration.Interval * FewestIntervals;
    }

    /// <summary>Judges; all that came before this moment must have been taken from the ports.</summary>
    public void Judge(HeartbeatConfiguration configuration)
    {
        var now = state.Running.Now;
        if (now < _due)
            return;
        // Peers heard from now on fall silent a full bound later at the earliest, so nothing is due before that.
        var due = now + configuration.Timeout * 0.7;
        foreach (var peer in state.Rings.Peers)
        {
            foreach (var link in peer.Links)
                due = Earlier(due, JudgeLink(link, configuration, now));
            due = Earlier(due, JudgePeer(peer, configuration, now));
        }
        _due = due;
    }

    private TimeSpan JudgePeer(Peer peer, HeartbeatConfiguration configuration, TimeSpan now)
    {
        if (peer.Standing != PeerStanding.Heard)
            return TimeSpan.MaxValue;
        var bound = peer.Bound.Current(
            configuration.Timeout, Longer(peer.Interval, configuration.Interval), mayAdapt: peer.Turns == 1);
        var deadline = Longer(peer.LastHeardRunning + bound, _noVerdictBefore);
        if (now < deadline)
            return deadline;
        peer.FallSilent();
        LogPeerSilent(peer.Node, (now - peer.LastHeardRunning).TotalMilliseconds, bound.TotalMilliseconds);
        return TimeSpan.MaxValue;
    }

    private TimeSpan JudgeLink(Link link, HeartbeatConfiguration configuration, TimeSpan now)
    {
        if (!link.Heard)
            return TimeSpan.MaxValue;
        // A single ring is not worth a hasty verdict: the operator's bound, without adapting.
        var bound = Longer(configuration.Timeout, link.Peer.Interval * FewestIntervals) * link.Peer.Turns;
        var deadline = Longer(link.LastHeardRunning + bound, _noVerdictBefore);
        if (now < deadline)
            return deadline;
        link.FallSilent();
        LogLinkSilent(link.Peer.Node, link.Ring, (now - link.LastHeardRunning).TotalMilliseconds);
        return TimeSpan.MaxValue;
    }

    private static TimeSpan Earlier(TimeSpan a, TimeSpan b) => a < b ? a : b;

    private static TimeSpan Longer(TimeSpan a, TimeSpan b) => a > b ? a : b;

    [LoggerMessage(11, LogLevel.Warning,
        "Peer {Node} is silent on every ring: last heard {SilenceMs:F0} ms ago, bound {BoundMs:F0} ms.",
        EventName = "PeerSilent")]
    private partial void LogPeerSilent(string node, double silenceMs, double boundMs);

    [LoggerMessage(12, LogLevel.Warning, "Peer {Node} is silent on ring {Ring}: last heard {SilenceMs:F0} ms ago.",
        EventName = "LinkSilent")]
    private partial void LogLinkSilent(string node, string ring, double silenceMs);
}
