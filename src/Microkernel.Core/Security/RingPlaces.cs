using System.Net;
using Google.Protobuf.WellKnownTypes;
using Microkernel.Core.Configuration;
using Microkernel.Core.State;
using Microkernel.Model;
using Microkernel.V1;
using Object = Microkernel.V1.Object;

namespace Microkernel.Core.Security;

/// <summary>Finds the places of a node on the heartbeat rings when it comes, and gives them up when it goes.</summary>
internal static class RingPlaces
{
    /// <summary>
    /// The rings with a new member on them: the ring that carries a known member's n-th address carries the new one's n-th
    /// too. Where no ring is declared yet, one is for each place at which every member has an address.
    /// </summary>
    public static IReadOnlyList<Object> WithMember(
        ClusterSnapshot snapshot, IReadOnlyList<ClusterMember> members, ClusterMember added, DateTimeOffset now)
    {
        var rings = snapshot.OfKind(Object.SpecOneofCase.Ring).ToList();
        if (rings.Count == 0) return Declare([.. members.Where(member => member.Name != added.Name), added], now);
        var changed = new List<Object>();
        for (var place = 0; place < added.Addresses.Count; place++)
        {
            if (HostAt(added, place) is not { } host) continue;
            var ring = rings.FirstOrDefault(candidate => members.Any(member => HostAt(member, place) is { } known &&
                candidate.Ring.Addresses.Any(address => address.Node == member.Name && address.Address == known)));
            if (ring is null || changed.Any(other => other.Metadata.Name == ring.Metadata.Name) ||
                ring.Ring.Addresses.Any(address => address.Node == added.Name))
                continue;
            changed.Add(Changed(ring, spec => spec.Addresses.Add(new RingAddress { Node = added.Name, Address = host })));
        }
        return changed;
    }

    /// <summary>The rings without a member that goes.</summary>
    public static IReadOnlyList<Object> WithoutMember(ClusterSnapshot snapshot, string node) =>
        [.. snapshot.OfKind(Object.SpecOneofCase.Ring)
            .Where(ring => ring.Ring.Addresses.Any(address => address.Node == node))
            .Select(ring => Changed(ring, spec =>
            {
                foreach (var address in spec.Addresses.Where(address => address.Node == node).ToList())
                    spec.Addresses.Remove(address);
            }))];

    private static List<Object> Declare(IReadOnlyList<ClusterMember> members, DateTimeOffset now)
    {
        var rings = new List<Object>();
        var places = members.Min(member => member.Addresses.Count);
        for (var place = 0; place < places; place++)
        {
            var hosts = members.Select(member => HostAt(member, place)).ToList();
            if (hosts.Any(host => host is null) || hosts.Distinct().Count() < hosts.Count) continue;
            var ring = new Object
            {
                Metadata = new ObjectMeta { Name = $"hb{place}", Generation = 1, Created = now.ToTimestamp() },
                Ring = new RingSpec { Port = Defaults.RingPort },
            };
            ring.Ring.Addresses.Add(members.Select((member, index) =>
                new RingAddress { Node = member.Name, Address = hosts[index] }));
            rings.Add(ring);
        }
        return rings;
    }

    private static Object Changed(Object ring, Action<RingSpec> change)
    {
        var changed = ring.Clone();
        change(changed.Ring);
        changed.Metadata.Generation++;
        changed.Metadata.Revision = 0;
        return changed;
    }

    /// <summary>Rings take addresses, not names.</summary>
    private static string? HostAt(ClusterMember member, int place) =>
        place < member.Addresses.Count && PeerDialer.Split(member.Addresses[place]).Host is var host &&
        IPAddress.TryParse(host, out var address) && !IPAddress.IsLoopback(address)
            ? host
            : null;
}
