using Microkernel.Drivers.Heartbeat.Wire;

namespace Microkernel.Drivers.Heartbeat.Engine;

/// <summary>How a ring sends to its multicast group: one number and one sequence for all its members.</summary>
/// <param name="number">Unique within this engine's life, as each link's.</param>
/// <param name="names">The names with which we send.</param>
/// <param name="longestDatagram">Most that a packet holds, in bytes.</param>
internal sealed class RingGroup(uint number, BeatNames names, int longestDatagram)
{
    private readonly List<BeatEcho> _echoes = [];
    private readonly HashSet<Link> _taken = [];
    private int _next;

    /// <summary>Number in the headers of what we send.</summary>
    public uint Number => number;

    /// <summary>The names with which we send.</summary>
    public BeatNames Names => names;

    /// <summary>Sequence of the last datagram sent.</summary>
    public ulong Sequence { get; set; }

    /// <summary>The group's address, in the port's form.</summary>
    public byte[] Address { get; set; } = [];

    /// <summary>Monotonic time before which no further reply goes out.</summary>
    public TimeSpan NextReply { get; set; }

    /// <summary>How many echoes fit into one datagram.</summary>
    public int MostEchoes => MostEchoesIn(longestDatagram, names);

    /// <summary>How many echoes fit into a datagram of this length; below 1 when not even one does.</summary>
    public static int MostEchoesIn(int longestDatagram, BeatNames names)
    {
        var rest = longestDatagram - BeatHeader.Length - InstanceCiphers.TagLength - BeatPayload.FixedLength
            - names.Encoded.Length - 1;
        return Math.Min(rest / BeatPayload.EchoLength, byte.MaxValue);
    }

    /// <summary>What to echo: first to those that wait for it, then to the others in turn, as many as fit.</summary>
    public IReadOnlyList<BeatEcho> TakeEchoes(IReadOnlyList<Link> links, TimeSpan now)
    {
        _echoes.Clear();
        _taken.Clear();
        foreach (var link in links)
        {
            if (link.ReplyDue)
                Take(link, now);
        }
        var first = _next;
        for (var i = 0; i < links.Count && _echoes.Count < MostEchoes; i++)
        {
            _next = (first + i + 1) % links.Count;
            Take(links[(first + i) % links.Count], now);
        }
        return _echoes;
    }

    private void Take(Link link, TimeSpan now)
    {
        if (_echoes.Count >= MostEchoes || !_taken.Add(link))
            return;
        var echo = link.EchoAt(now);
        link.ReplyDue = false;
        if (echo.Instance != UInt128.Zero)
            _echoes.Add(echo);
    }
}
