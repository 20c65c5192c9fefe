using Microkernel.Drivers.Heartbeat.Rings;
using Microkernel.Drivers.Heartbeat.Wire;

namespace Microkernel.Drivers.Heartbeat.Engine;

/// <summary>Writes, seals and sends one beat, to a peer or to a group.</summary>
internal sealed class BeatWriter(EngineState state, HeartbeatMetrics metrics)
{
    // The largest packet of a ring is 9000 bytes.
    private readonly byte[] _buffer = new byte[9216];

    /// <summary>Sends a beat to one peer; returns 0 or the error number of the system.</summary>
    public int Send(Link link, IRingPort port, HeartbeatConfiguration configuration, bool leaving, TimeSpan now)
    {
        var sent = state.Time.Now;
        var beat = Compose(configuration, Flags(leaving), sent, link.EchoAt(sent));
        if (link.ReplyDue)
        {
            // A flood of replayed greetings is not answered by a flood.
            link.ReplyDue = false;
            link.NextReply = now + configuration.Interval / 4;
        }
        var payload = BeatPayload.Write(_buffer.AsSpan(BeatHeader.Length), beat, link.Names.Sent);
        return Send(link.Number, ++link.Sequence, payload, port, link.Address);
    }

    /// <summary>Sends a beat to a ring's group; returns 0 or the error number of the system.</summary>
    public int Send(
        RingGroup group, IReadOnlyList<Link> members, IRingPort port, HeartbeatConfiguration configuration,
        bool leaving, TimeSpan now)
    {
        var sent = state.Time.Now;
        var beat = Compose(configuration, Flags(leaving) | BeatFlags.ToGroup, sent, default);
        if (members.Any(link => link.ReplyDue))
            group.NextReply = now + configuration.Interval / 4;
        var payload = BeatPayload.Write(
            _buffer.AsSpan(BeatHeader.Length), beat, group.Names, group.TakeEchoes(members, sent));
        return Send(group.Number, ++group.Sequence, payload, port, group.Address);
    }

    private BeatFlags Flags(bool leaving) =>
        (leaving ? BeatFlags.Leaving : BeatFlags.None)
        | (state.CoreAttached ? BeatFlags.CoreAttached : BeatFlags.None);

    private Beat Compose(HeartbeatConfiguration configuration, BeatFlags flags, TimeSpan sent, BeatEcho echo) =>
        new(flags, configuration.CoreEpoch, sent, configuration.Interval, state.Running.WorstLateness, echo);

    private int Send(uint number, ulong sequence, int payloadLength, IRingPort port, byte[] address)
    {
        var header = new BeatHeader(state.Ciphers.SealingKeyId, state.Instance, number, sequence);
        var length = state.Ciphers.Seal(_buffer, header, payloadLength);
        var error = port.Send(_buffer.AsSpan(0, length), address);
        if (error == 0)
            metrics.Sent(length);
        else
            metrics.SendFailed();
        return error;
    }
}
