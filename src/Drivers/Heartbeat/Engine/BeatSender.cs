using Microkernel.Drivers.Heartbeat.Rings;
using Microkernel.Drivers.Heartbeat.Wire;

namespace Microkernel.Drivers.Heartbeat.Engine;

/// <summary>Sends beats when they are due, answers to challenges, and the goodbye.</summary>
internal sealed class BeatSender(EngineState state, HeartbeatMetrics metrics)
{
    /// <summary>How often the goodbye is sent on each ring.</summary>
    public const int Goodbyes = 3;

    // Far enough apart that one burst of loss does not take all.
    private static readonly TimeSpan BetweenGoodbyes = TimeSpan.FromMilliseconds(20);

    private readonly BeatWriter _writer = new(state, metrics);
    private TimeSpan _nextBeat;
    private int _goodbyesLeft;
    private uint _turn;

    /// <summary>Whether the goodbye was said: nothing is sent until the next configuration.</summary>
    public bool HasLeft { get; private set; }

    /// <summary>Whether the goodbye is being said.</summary>
    public bool IsLeaving => _goodbyesLeft > 0;

    /// <summary>When the next beat is due.</summary>
    public TimeSpan Due => HasLeft ? TimeSpan.MaxValue : _nextBeat;

    /// <summary>Starts to beat, or goes on in step when it does already.</summary>
    public void Start(TimeSpan now, TimeSpan interval)
    {
        if (HasLeft || _nextBeat == TimeSpan.Zero || _nextBeat > now + interval)
            _nextBeat = now;
        HasLeft = false;
        _goodbyesLeft = 0;
    }

    /// <summary>Says goodbye from now on, <see cref="Goodbyes"/> times.</summary>
    public void StartLeaving(TimeSpan now)
    {
        if (HasLeft || _goodbyesLeft > 0)
            return;
        _goodbyesLeft = Goodbyes;
        _nextBeat = now;
    }

    /// <summary>Sends what is due.</summary>
    public void Send(TimeSpan now)
    {
        if (state.Configuration is not { } configuration || HasLeft)
            return;
        if (now < _nextBeat)
        {
            SendReplies(configuration, now);
            return;
        }
        _turn++;
        foreach (var ring in state.Rings.Rings)
        {
            if (ring.Port is { } port)
                SendBeats(ring, port, configuration, now);
        }
        if (_goodbyesLeft > 0)
        {
            HasLeft = --_goodbyesLeft == 0;
            _nextBeat = now + BetweenGoodbyes;
            return;
        }
        // After a pause the missed beats are not made up for.
        _nextBeat += configuration.Interval;
        if (_nextBeat <= now)
            _nextBeat = now + configuration.Interval;
    }

    private void SendBeats(Ring ring, IRingPort port, HeartbeatConfiguration configuration, TimeSpan now)
    {
        var error = 0;
        if (ring.Group is { } group)
        {
            if (ring.Members.Any(link => IsDue(link, configuration, now)))
                ring.SendError = _writer.Send(group, ring.Members, port, configuration, IsLeaving, now);
            return;
        }
        foreach (var link in ring.Members)
        {
            if (!IsDue(link, configuration, now))
                continue;
            var failed = _writer.Send(link, port, configuration, IsLeaving, now);
            error = failed != 0 ? failed : error;
        }
        ring.SendError = error;
    }

    /// <summary>Whether this beat goes over this link: passive rings take turns, as long as they work.</summary>
    private bool IsDue(Link link, HeartbeatConfiguration configuration, TimeSpan now)
    {
        if (!configuration.IsPassive || IsLeaving || !link.Works(now, configuration.Interval))
            return true;
        var links = link.Peer.Links;
        var working = 0;
        var place = 0;
        foreach (var other in links)
        {
            if (other == link)
                place = working;
            if (other.Works(now, configuration.Interval))
                working++;
        }
        return _turn % working == place;
    }

    private void SendReplies(HeartbeatConfiguration configuration, TimeSpan now)
    {
        foreach (var ring in state.Rings.Rings)
        {
            if (ring.Port is not { } port)
                continue;
            if (ring.Group is { } group)
            {
                if (now >= group.NextReply && ring.Members.Any(link => link.ReplyDue))
                    _writer.Send(group, ring.Members, port, configuration, IsLeaving, now);
                continue;
            }
            foreach (var link in ring.Members)
            {
                if (link.ReplyDue && now >= link.NextReply)
                    _writer.Send(link, port, configuration, IsLeaving, now);
            }
        }
    }
}
