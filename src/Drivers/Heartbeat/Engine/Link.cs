using Microkernel.Drivers.Heartbeat.Detection;
using Microkernel.Drivers.Heartbeat.Rings;
using Microkernel.Drivers.Heartbeat.Wire;

namespace Microkernel.Drivers.Heartbeat.Engine;

/// <summary>The way to one peer over one ring, and back.</summary>
/// <param name="ring">Name of the ring.</param>
/// <param name="peer">The peer.</param>
/// <param name="member">The peer's address as configured.</param>
/// <param name="names">The names that beats on this link carry.</param>
/// <param name="number">Unique within this engine's life.</param>
internal sealed class Link(
    string ring, Peer peer, RingMemberSettings member, LinkNames names, uint number)
{
    private SequenceWindow _window;
    private LinkTiming _timing;
    private uint _peerLink;
    private TimeSpan _echoProof;
    private TimeSpan _answered;
    private LastBeat _current;
    private LastBeat _candidate;

    /// <summary>Name of the ring.</summary>
    public string Ring => ring;

    /// <summary>The peer.</summary>
    public Peer Peer => peer;

    /// <summary>The peer's address as configured.</summary>
    public RingMemberSettings Member => member;

    /// <summary>The names that beats on this link carry.</summary>
    public LinkNames Names => names;

    /// <summary>Number of this link in the headers of what we send.</summary>
    public uint Number => number;

    /// <summary>Sequence of the last datagram sent.</summary>
    public ulong Sequence { get; set; }

    /// <summary>Address to send to, in the port's form.</summary>
    public byte[] Address { get; set; } = [];

    /// <summary>What was dropped on this link.</summary>
    public DropLedger Drops { get; } = new();

    /// <summary>Monotonic time when the peer was last heard here.</summary>
    public TimeSpan? LastHeard { get; private set; }

    /// <summary>Running time when the peer was last heard here.</summary>
    public TimeSpan LastHeardRunning { get; private set; }

    /// <summary>Whether the peer is heard here.</summary>
    public bool Heard { get; private set; }

    /// <summary>Whether a beat should go out at once, as a challenge or its answer.</summary>
    public bool ReplyDue { get; set; }

    /// <summary>Monotonic time before which no further reply goes out.</summary>
    public TimeSpan NextReply { get; set; }

    /// <summary>Whether the peer's current instance has proved on this link that it lives.</summary>
    public bool Proven => _peerLink != 0;

    /// <summary>Whether a datagram of the peer's current instance could be new.</summary>
    public bool CouldBeNew(in BeatHeader header) =>
        header.Link > _peerLink || (header.Link == _peerLink && _window.CouldBeNew(header.Sequence));

    /// <summary>Takes a beat of the peer's current instance; false when it was heard before.</summary>
    public bool Hear(in BeatHeader header, in Beat beat, TimeSpan arrived, RunningClock running)
    {
        if (!CouldBeNew(header))
            return false;
        // The peer was configured anew: its link has a new number and counts from 1 again.
        if (header.Link > _peerLink)
        {
            _peerLink = header.Link;
            _window = default;
        }
        if (!_window.Accept(header.Sequence))
            return false;
        _timing.AddArrival(beat.Sent, arrived);
        if (beat.Sent >= _current.Sent)
            _current = new LastBeat(header.Instance, beat.Sent, arrived);
        LastHeard = arrived;
        LastHeardRunning = running.Now;
        if (!Heard)
        {
            peer.Changed = true;
            _answered = running.Now;
        }
        Heard = true;
        return true;
    }

    /// <summary>Takes an echo of a beat of ours.</summary>
    public void HearEcho(in BeatEcho echo, TimeSpan arrived, RunningClock running)
    {
        if (echo.Sent <= _echoProof)
            return;
        _echoProof = echo.Sent;
        _answered = running.Now;
        _timing.AddRoundTrip(arrived - echo.Sent - echo.Held);
    }

    /// <summary>Remembers a beat of an instance that has yet to prove that it lives, to challenge it.</summary>
    public void HearCandidate(UInt128 instance, in Beat beat, TimeSpan arrived)
    {
        _candidate = new LastBeat(instance, beat.Sent, arrived);
        ReplyDue = true;
    }

    /// <summary>What to echo: in a reply the candidate, else the peer's current instance.</summary>
    public BeatEcho EchoAt(TimeSpan now)
    {
        var last = (ReplyDue || _current.Instance == UInt128.Zero) && _candidate.Instance != UInt128.Zero
            ? _candidate
            : _current;
        return last.Instance == UInt128.Zero ? default : new BeatEcho(last.Instance, last.Sent, now - last.Arrived);
    }

    /// <summary>Starts anew with another instance of the peer's driver.</summary>
    public void ForgetPeerInstance()
    {
        _window = default;
        _timing = default;
        _peerLink = 0;
        _current = default;
        _candidate = default;
    }

    /// <summary>Takes the peer as not heard here any more.</summary>
    public void FallSilent()
    {
        peer.Changed |= Heard;
        Heard = false;
    }

    /// <summary>How long ago the newest of our beats was sent that the peer says it heard; null when none.</summary>
    public TimeSpan? SinceEcho(TimeSpan now) => _echoProof == TimeSpan.Zero ? null : now - _echoProof;

    /// <summary>Whether its beats come here and echoes of ours do not: it does not hear us here.</summary>
    /// <param name="running">Running time.</param>
    /// <param name="bound">The operator's bound.</param>
    public bool IsDeaf(TimeSpan running, TimeSpan bound) => Heard && running - _answered > bound * 2 * peer.Turns;

    /// <summary>Whether it lately carried beats both ways, so that a beat may be left to it alone.</summary>
    /// <param name="now">Monotonic time.</param>
    /// <param name="interval">Time between two beats.</param>
    public bool Works(TimeSpan now, TimeSpan interval)
    {
        // One beat lost in its turn does not tell of a broken ring.
        var patience = interval * (2 * peer.Turns + 0.5);
        return Heard && now - LastHeard < patience && SinceEcho(now) < patience * 2;
    }

    /// <summary>Reports what is heard here.</summary>
    /// <param name="now">Monotonic time.</param>
    /// <param name="running">Running time.</param>
    /// <param name="bound">The operator's bound.</param>
    public LinkReport Report(TimeSpan now, TimeSpan running, TimeSpan bound)
    {
        var silence = now - LastHeard;
        var interval = peer.Interval * peer.Turns;
        // The beat that is due now may still be on its way.
        var overdue = silence is { } time && interval > TimeSpan.Zero ? (long)(time / interval) - 1 : 0;
        return new LinkReport(ring, Heard, _window.LossRatio(overdue), _timing.RoundTrip, _timing.Jitter, silence,
            IsDeaf(running, bound));
    }

    private readonly record struct LastBeat(UInt128 Instance, TimeSpan Sent, TimeSpan Arrived);
}
