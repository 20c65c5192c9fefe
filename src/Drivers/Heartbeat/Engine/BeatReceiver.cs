using Microkernel.Drivers.Heartbeat.Rings;
using Microkernel.Drivers.Heartbeat.Wire;

namespace Microkernel.Drivers.Heartbeat.Engine;

/// <summary>Takes what the ports hold and hears the peers in it.</summary>
internal sealed partial class BeatReceiver(EngineState state, HeartbeatMetrics metrics, ILogger logger)
{
    // One pass takes this many datagrams from a port at most, so that a flood does not keep our own beats back.
    private const int MostPerPass = 128;

    // The largest packet of a ring is 9000 bytes.
    private const int LongestDatagram = 9216;

    // A beat counts as proof that its sender lives when it echoes one of ours that is no older than this.
    private static readonly TimeSpan FreshAtLeast = TimeSpan.FromSeconds(1);

    private readonly byte[] _buffer = new byte[LongestDatagram];

    /// <summary>Takes what waits; false when more may wait.</summary>
    public bool Drain()
    {
        var drained = true;
        foreach (var ring in state.Rings.Rings)
            drained &= Drain(ring);
        return drained;
    }

    private bool Drain(Ring ring)
    {
        if (ring.Port is not { } port)
            return true;
        for (var taken = 0; taken < MostPerPass; taken++)
        {
            if (!port.TryReceive(_buffer, out var length, out var source))
                return true;
            Take(ring, source, _buffer.AsSpan(0, length));
        }
        return false;
    }

    private void Take(Ring ring, RingAddress source, Span<byte> datagram)
    {
        var arrived = state.Time.Now;
        metrics.Received(datagram.Length);
        DropReason? dropped;
        if (ring.Links.TryGetValue(source, out var link))
        {
            dropped = Take(link, datagram, arrived);
            if (dropped is { } reason)
                link.Drops.Add(reason, arrived);
        }
        else
        {
            dropped = DropReason.UnknownSource;
            ring.Drops.Add(DropReason.UnknownSource, arrived);
        }
        if (dropped is { } counted)
            metrics.Dropped(counted);
    }

    private DropReason? Take(Link link, Span<byte> datagram, TimeSpan arrived)
    {
        if (!BeatHeader.TryRead(datagram, out var header, out var version))
        {
            if (version is 0 or BeatHeader.CurrentVersion)
                return DropReason.Malformed;
            link.Drops.OtherVersion = version;
            return DropReason.OtherVersion;
        }
        if (header.Instance == state.Instance)
            return DropReason.Reflected;
        var peer = link.Peer;
        if (header.Instance == UInt128.Zero || header.Link == 0)
            return DropReason.Malformed;
        if (peer.HasRetired(header.Instance) || (header.Instance == peer.Instance && !link.CouldBeNew(header)))
            return DropReason.Replayed;
        if (!state.Ciphers.Knows(header.KeyId))
            return DropReason.UnknownKey;
        if (!state.Ciphers.TryOpen(datagram, header, out var payload))
            return DropReason.BrokenSeal;
        if (!BeatPayload.TryRead(payload, out var beat, out var names))
            return DropReason.Malformed;
        var expected = link.Names.Expected(beat.Flags);
        if (expected.Compare(names) is { } difference)
            return difference;
        if (beat.Flags.HasFlag(BeatFlags.ToGroup))
            beat = beat with { Echo = BeatPayload.FindEcho(names[expected.Encoded.Length..], state.Instance) };
        return Hear(link, header, beat, arrived);
    }

    private DropReason? Hear(Link link, in BeatHeader header, in Beat beat, TimeSpan arrived)
    {
        var echoesUs = beat.Echo.Instance == state.Instance;
        var established = header.Instance == link.Peer.Instance;
        var greeting = !established || !link.Proven;
        if (greeting)
        {
            var age = arrived - beat.Echo.Sent;
            if (!echoesUs || age < TimeSpan.Zero || age > FreshFor(state.Configuration!))
            {
                link.HearCandidate(header.Instance, beat, arrived);
                return DropReason.Unproven;
            }
        }
        if (!established)
        {
            LogPeerStarted(link.Peer.Node, link.Ring);
            link.Peer.Establish(header.Instance);
        }
        if (!link.Hear(header, beat, arrived, state.Running))
            return DropReason.Replayed;
        // The answer lets the peer establish us at once rather than with the next beat.
        link.ReplyDue |= greeting;
        if (echoesUs)
            link.HearEcho(beat.Echo, arrived, state.Running);
        var before = link.Peer.Standing;
        link.Peer.Hear(beat, arrived, state.Running);
        LogStanding(link, before);
        return null;
    }

    private void LogStanding(Link link, PeerStanding before)
    {
        if (link.Peer.Standing == before)
            return;
        if (link.Peer.Standing == PeerStanding.Left)
            LogPeerLeft(link.Peer.Node, link.Ring);
        else
            LogPeerHeard(link.Peer.Node, link.Ring);
    }

    private static TimeSpan FreshFor(HeartbeatConfiguration configuration) =>
        configuration.Timeout * 2 > FreshAtLeast ? configuration.Timeout * 2 : FreshAtLeast;
}
