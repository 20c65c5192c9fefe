using System.Net.Sockets;
using Microkernel.Drivers.Heartbeat.Rings;

namespace Microkernel.Drivers.Heartbeat.Engine;

/// <summary>A ring: its port, once bound, and a link to each member.</summary>
internal sealed class Ring(RingSettings settings, IRingNetwork network) : IDisposable
{
    // An address may come with its interface at any time; a swapped driver frees the port at any time.
    private static readonly TimeSpan BindAgain = TimeSpan.FromMilliseconds(250);

    private TimeSpan _nextTry = TimeSpan.MinValue;

    /// <summary>How it is configured.</summary>
    public RingSettings Settings { get; private set; } = settings;

    /// <summary>The port; null while the address cannot be bound.</summary>
    public IRingPort? Port { get; private set; }

    /// <summary>Why the address cannot be bound; null when it is.</summary>
    public string? BindFault { get; private set; }

    /// <summary>Error number of the last send on this ring; 0 when it went well.</summary>
    public int SendError { get; set; }

    /// <summary>Links by the peer's address.</summary>
    public Dictionary<RingAddress, Link> Links { get; private set; } = [];

    /// <summary>Datagrams dropped that belong to no link.</summary>
    public DropLedger Drops { get; } = new();

    /// <summary>When the next try to bind is due; null when none is.</summary>
    public TimeSpan? NextTry => Port is null ? _nextTry : null;

    /// <summary>Takes other members on the same port.</summary>
    public void Take(RingSettings changed, IEnumerable<Link> links)
    {
        Settings = changed;
        Links = links.ToDictionary(link => RingAddress.From(link.Member.Address));
        EncodeAddresses();
    }

    /// <summary>Binds the port when a try is due; true when it was bound just now.</summary>
    public bool TryBind(TimeSpan now)
    {
        if (Port is not null || now < _nextTry)
            return false;
        try
        {
            Port = network.Open(Settings.Local);
            BindFault = null;
            EncodeAddresses();
            return true;
        }
        catch (SocketException exception)
        {
            _nextTry = now + BindAgain;
            BindFault = $"{Settings.Local} cannot be bound: {exception.Message}. Expected an address of this node, "
                + "on an interface that is up; it is tried again.";
            return false;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Port?.Dispose();

    private void EncodeAddresses()
    {
        if (Port is null)
            return;
        foreach (var link in Links.Values)
            link.Address = Port.Encode(link.Member.Address);
    }
}
