using System.Net;
using Microkernel.Driver;
using Microkernel.Driver.V1;
using Microkernel.Drivers.Heartbeat.Rings;

namespace Microkernel.Drivers.Heartbeat.Configuration;

/// <summary>Reads and checks the rings of a configuration.</summary>
internal static class RingReader
{
    private const int DefaultPort = 5405;

    /// <summary>Reads the rings.</summary>
    /// <exception cref="Grpc.Core.RpcException">A field is missing, malformed or out of range.</exception>
    public static List<RingSettings> Read(ConfigureRequest request)
    {
        var rings = new List<RingSettings>();
        for (var i = 0; i < request.Rings.Count; i++)
        {
            var ring = Read($"rings[{i}]", request.Rings[i], request.Node);
            PacketSize.Check($"rings[{i}]", ring, request.Cluster, request.Node);
            if (rings.Exists(other => other.Name == ring.Name))
                throw DriverErrors.Invalid($"rings[{i}].name", ring.Name, "a name that no other ring has");
            if (rings.Find(other => other.Local.Equals(ring.Local)) is { } same)
                throw DriverErrors.Invalid(
                    $"rings[{i}].local_address", ring.Local, $"another address and port than ring {same.Name} has");
            rings.Add(ring);
        }
        return rings;
    }

    private static RingSettings Read(string field, RingConfiguration ring, string self)
    {
        FieldChecks.Name($"{field}.name", ring.Name);
        if (ring.Port > IPEndPoint.MaxPort)
            throw DriverErrors.Invalid($"{field}.port", ring.Port, "0 to 65535");
        var local = FieldChecks.Address($"{field}.local_address", ring.LocalAddress);
        if (ring.Members.Count == 0)
            throw DriverErrors.Invalid($"{field}.members", null, "at least one peer");
        var members = new List<RingMemberSettings>();
        for (var i = 0; i < ring.Members.Count; i++)
        {
            var member = Read($"{field}.members[{i}]", ring.Members[i], self, local);
            if (members.Exists(other => other.Node == member.Node))
                throw DriverErrors.Invalid($"{field}.members[{i}].node", member.Node, "each peer once on a ring");
            if (members.Find(other => other.Address.Equals(member.Address)) is { } same)
                throw DriverErrors.Invalid(
                    $"{field}.members[{i}].address", member.Address, $"an address that {same.Node} does not have");
            members.Add(member);
        }
        return new RingSettings(
            ring.Name, new IPEndPoint(local, ring.Port == 0 ? DefaultPort : (int)ring.Port), members,
            ring.Multicast is { } multicast ? Read($"{field}.multicast", multicast, local) : null,
            PacketSize.Read($"{field}.mtu", ring.Mtu, local.AddressFamily));
    }

    private static MulticastSettings Read(string field, RingMulticast multicast, IPAddress local)
    {
        if (multicast.Ttl > byte.MaxValue)
            throw DriverErrors.Invalid($"{field}.ttl", multicast.Ttl, "1 to 255, or 0 for 1");
        var group = FieldChecks.Group($"{field}.address", multicast.Address, local);
        return new MulticastSettings(group, multicast.Ttl == 0 ? 1 : (int)multicast.Ttl);
    }

    private static RingMemberSettings Read(string field, RingMember member, string self, IPAddress local)
    {
        FieldChecks.Name($"{field}.node", member.Node);
        if (member.Node == self)
            throw DriverErrors.Invalid($"{field}.node", member.Node, "a peer, not this node itself");
        var address = FieldChecks.Address($"{field}.address", member.Address);
        if (address.AddressFamily != local.AddressFamily)
            throw DriverErrors.Invalid($"{field}.address", address, $"an address of the family of {local}");
        if (address.Equals(local))
            throw DriverErrors.Invalid($"{field}.address", address, "another address than this node's own");
        // A host whose name resolves to 127.0.1.1 would bind there and hear nobody.
        if (IPAddress.IsLoopback(local) != IPAddress.IsLoopback(address))
            throw DriverErrors.Invalid(
                $"{field}.address", address, $"loopback on both sides or on neither; local_address is {local}");
        return new RingMemberSettings(member.Node, address);
    }
}
