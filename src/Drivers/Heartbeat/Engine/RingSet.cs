using Microkernel.Drivers.Heartbeat.Rings;
using Microkernel.Drivers.Heartbeat.Wire;

namespace Microkernel.Drivers.Heartbeat.Engine;

/// <summary>The rings and peers of the configuration in effect; what stays in a change keeps its state.</summary>
internal sealed class RingSet(IRingNetwork network) : IDisposable
{
    private readonly Dictionary<string, Peer> _peers = [];
    private List<Ring> _rings = [];
    private (string Cluster, string Node) _names;
    private uint _lastLink;

    /// <summary>The rings, as configured.</summary>
    public IReadOnlyList<Ring> Rings => _rings;

    /// <summary>The peers on any ring.</summary>
    public IReadOnlyCollection<Peer> Peers => _peers.Values;

    /// <summary>Puts a configuration into effect and returns the peers that are gone.</summary>
    public IReadOnlyList<string> Apply(HeartbeatConfiguration configuration, TimeSpan now)
    {
        var sameNames = (configuration.Cluster, configuration.Node) == _names;
        var former = _rings.ToDictionary(ring => ring.Settings.Name);
        // What a link sends is numbered by it, or by its ring's group: the peers take no lower number than the last.
        var links = sameNames
            ? _rings.SelectMany(ring => ring.Members.Select(link => new FormerLink(link, ring.Settings))).ToList()
            : [];
        _names = (configuration.Cluster, configuration.Node);
        _rings = [.. configuration.Rings.Select(settings => Keep(former, settings) ?? new Ring(settings, network))];
        // Closed before the new ones are bound: a ring may have been renamed.
        foreach (var ring in former.Values.Except(_rings))
            ring.Dispose();

        var members = configuration.Rings.SelectMany(ring => ring.Members);
        var gone = _peers.Keys.Except(members.Select(member => member.Node)).ToList();
        foreach (var node in gone)
            _peers.Remove(node);
        foreach (var peer in _peers.Values)
            peer.Links.Clear();
        foreach (var ring in _rings)
        {
            var settings = configuration.Rings.First(candidate => candidate.Name == ring.Settings.Name);
            var group = settings.Multicast is null ? null
                : sameNames && ring.Group is { } kept ? kept : NewGroup(settings);
            ring.Take(settings, [.. settings.Members.Select(member => LinkTo(settings, member, links))], group);
            ring.TryBind(now);
        }
        foreach (var peer in _peers.Values)
            peer.Turns = configuration.IsPassive ? peer.Links.Count : 1;
        return gone;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var ring in _rings)
            ring.Dispose();
    }

    private static Ring? Keep(Dictionary<string, Ring> former, RingSettings settings) =>
        former.TryGetValue(settings.Name, out var ring) && ring.Settings.Local.Equals(settings.Local)
        && ring.Settings.Multicast == settings.Multicast && ring.Settings.Mtu == settings.Mtu ? ring : null;

    private Link LinkTo(RingSettings ring, RingMemberSettings member, List<FormerLink> former)
    {
        if (!_peers.TryGetValue(member.Node, out var peer))
        {
            peer = new Peer(member.Node);
            _peers.Add(member.Node, peer);
        }
        var link = former.Find(candidate => candidate.Serves(ring, member))?.Link ?? NewLink(ring, peer, member);
        peer.Links.Add(link);
        peer.Changed = true;
        return link;
    }

    private Link NewLink(RingSettings ring, Peer peer, RingMemberSettings member)
    {
        var names = new LinkNames(
            new BeatNames(_names.Cluster, _names.Node, peer.Node, ring.Name),
            new BeatNames(_names.Cluster, peer.Node, _names.Node, ring.Name),
            ring.Multicast is null ? null : BeatNames.ToGroup(_names.Cluster, peer.Node, ring.Name));
        return new Link(ring.Name, peer, member, names, ++_lastLink);
    }

    private RingGroup NewGroup(RingSettings ring) =>
        new(++_lastLink, BeatNames.ToGroup(_names.Cluster, _names.Node, ring.Name), ring.LongestDatagram);

    private sealed record FormerLink(Link Link, RingSettings Ring)
    {
        public bool Serves(RingSettings ring, RingMemberSettings member) =>
            Ring.Name == ring.Name && Ring.Multicast == ring.Multicast && Link.Member == member;
    }
}
