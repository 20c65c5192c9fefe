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

    private readonly byte[] _buffer = new byte[2048];
    private TimeSpan _nextBeat;
    private int _goodbyesLeft;

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
        foreach (var ring in state.Rings.Rings)
        {
            if (ring.Port is { } port)
                SendAll(ring, port, configuration, now);
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

    private void SendAll(Ring ring, IRingPort port, HeartbeatConfiguration configuration, TimeSpan now)
    {
        var error = 0;
        foreach (var link in ring.Links.Values)
        {
            var failed = Send(link, port, configuration, now);
            error = failed != 0 ? failed : error;
        }
        ring.SendError = error;
    }

    private void SendReplies(HeartbeatConfiguration configuration, TimeSpan now)
    {
        foreach (var ring in state.Rings.Rings)
        {
            if (ring.Port is not { } port)
                continue;
            foreach (var link in ring.Links.Values)
            {
                if (link.ReplyDue && now >= link.NextReply)
                    Send(link, port, configuration, now);
            }
        }
    }

    private int Send(Link link, IRingPort port, HeartbeatConfiguration configuration, TimeSpan now)
    {
        var sent = state.Time.Now;
        var flags = (_goodbyesLeft > 0 ? BeatFlags.Leaving : BeatFlags.None)
            | (state.CoreAttached ? BeatFlags.CoreAttached : BeatFlags.None);
        var beat = new Beat(flags, configuration.CoreEpoch, sent, configuration.Interval,
            state.Running.WorstLateness, link.EchoAt(sent));
        if (link.ReplyDue)
        {
            // A flood of replayed greetings is not answered by a flood.
            link.ReplyDue = false;
            link.NextReply = now + configuration.Interval / 4;
        }
        var header = new BeatHeader(state.Ciphers.SealingKeyId, state.Instance, link.Number, ++link.Sequence);
        var payloadLength = BeatPayload.Write(_buffer.AsSpan(BeatHeader.Length), beat, link.SentNames);
        var length = state.Ciphers.Seal(_buffer, header, payloadLength);
        var error = port.Send(_buffer.AsSpan(0, length), link.Address);
        if (error == 0)
            metrics.Sent(length);
        else
            metrics.SendFailed();
        return error;
    }
}
