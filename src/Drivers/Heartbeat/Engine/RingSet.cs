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
        var names = (configuration.Cluster, configuration.Node);
        var former = _rings.ToDictionary(ring => ring.Settings.Name);
        var links = names == _names ? _rings.SelectMany(ring => ring.Links.Values).ToList() : [];
        _names = names;
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
            ring.Take(settings, [.. settings.Members.Select(member => LinkTo(ring, member, links))]);
            ring.TryBind(now);
        }
        return gone;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var ring in _rings)
            ring.Dispose();
    }

    private static Ring? Keep(Dictionary<string, Ring> former, RingSettings settings) =>
        former.TryGetValue(settings.Name, out var ring) && ring.Settings.Local.Equals(settings.Local) ? ring : null;

    private Link LinkTo(Ring ring, RingMemberSettings member, List<Link> former)
    {
        if (!_peers.TryGetValue(member.Node, out var peer))
        {
            peer = new Peer(member.Node);
            _peers.Add(member.Node, peer);
        }
        var link = former.Find(candidate => candidate.Ring == ring.Settings.Name && candidate.Member == member)
            ?? NewLink(ring.Settings.Name, peer, member);
        peer.Links.Add(link);
        peer.Changed = true;
        return link;
    }

    private Link NewLink(string ring, Peer peer, RingMemberSettings member)
    {
        var sent = new BeatNames(_names.Cluster, _names.Node, peer.Node, ring);
        var received = new BeatNames(_names.Cluster, peer.Node, _names.Node, ring);
        return new Link(ring, peer, member, (sent, received), ++_lastLink);
    }
}
