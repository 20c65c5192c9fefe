using System.Net.Sockets;
using Microkernel.Drivers.Heartbeat.Rings;

namespace Microkernel.Drivers.Heartbeat.Engine;

/// <summary>A ring: its port, once bound, and a link to each member.</summary>
internal sealed class Ring(RingSettings settings, IRingNetwork network) : IDisposable
{
    // An address may come with its interface at any time; a swapped driver frees the port at any time.
    private static readonly TimeSpan BindAgain = TimeSpan.FromMilliseconds(250);

    // The kernel forgets a group with its interface, and says nothing when that comes back.
    private static readonly TimeSpan JoinAgain = TimeSpan.FromSeconds(2);

    private TimeSpan _nextTry = TimeSpan.MinValue;
    private TimeSpan _bound;

    /// <summary>How it is configured.</summary>
    public RingSettings Settings { get; private set; } = settings;

    /// <summary>The port; null while the address cannot be bound.</summary>
    public IRingPort? Port { get; private set; }

    /// <summary>Why the address cannot be bound; null when it is.</summary>
    public string? BindFault { get; private set; }

    /// <summary>Whether the port was bound again only to join its group anew.</summary>
    public bool IsRefreshed { get; private set; }

    /// <summary>Error number of the last send on this ring; 0 when it went well.</summary>
    public int SendError { get; set; }

    /// <summary>Links by the peer's address.</summary>
    public Dictionary<RingAddress, Link> Links { get; private set; } = [];

    /// <summary>The members' links, in order.</summary>
    public IReadOnlyList<Link> Members { get; private set; } = [];

    /// <summary>How it sends to its group; null when it sends to each member.</summary>
    public RingGroup? Group { get; private set; }

    /// <summary>Datagrams dropped that belong to no link.</summary>
    public DropLedger Drops { get; } = new();

    /// <summary>When the next try to bind is due; null when none is.</summary>
    public TimeSpan? NextTry => Port is null ? _nextTry : null;

    /// <summary>Takes other members on the same port.</summary>
    public void Take(RingSettings changed, IReadOnlyList<Link> links, RingGroup? group)
    {
        Settings = changed;
        Members = links;
        Links = links.ToDictionary(link => RingAddress.From(link.Member.Address));
        Group = group;
        EncodeAddresses();
    }

    /// <summary>Joins the group anew while nobody is heard there, or nothing can be sent.</summary>
    public void Refresh(TimeSpan now)
    {
        if (Port is null || Group is null || now - _bound < JoinAgain)
            return;
        if (SendError == 0 && Members.Any(link => link.Heard))
            return;
        Port.Dispose();
        Port = null;
        IsRefreshed = true;
        _nextTry = now;
    }

    /// <summary>Binds the port when a try is due; true when it was bound just now.</summary>
    public bool TryBind(TimeSpan now)
    {
        if (Port is not null || now < _nextTry)
            return false;
        try
        {
            Port = network.Open(Settings.Local, Settings.Multicast);
            _bound = now;
            BindFault = null;
            EncodeAddresses();
            return true;
        }
        catch (SocketException exception)
        {
            IsRefreshed = false;
            _nextTry = now + BindAgain;
            var group = Settings.Multicast is { } multicast ? $", or {multicast.Group} not joined there" : "";
            BindFault = $"{Settings.Local} cannot be bound{group}: {exception.Message}. Expected an address of this "
                + "node, on an interface that is up; it is tried again.";
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
        if (Group is not null)
            Group.Address = Port.Encode(Settings.Multicast!.Group);
    }
}
