using System.Net;
using System.Net.Sockets;
using Microkernel.V1;

namespace Microkernel.Model.Validation.Rules;

/// <summary>Ports and addresses of rings.</summary>
internal static class RingRules
{
    private const int TtlMax = 255;
    private const int MtuMax = 9000;

    // What each host must take (RFC 791, 3.1; RFC 8200, 5).
    private const int MtuMinIPv4 = 576;
    private const int MtuMinIPv6 = 1280;

    public static void Check(V1.Object o, ProblemCollector problems)
    {
        if (o.Ring is not { } ring)
        {
            return;
        }

        if (ring.Port > IPEndPoint.MaxPort)
        {
            problems.Add(o, "spec.port", $"{ring.Port}", "Not a UDP port", $"1 to {IPEndPoint.MaxPort}");
        }

        CheckMulticast(o, ring, problems);
        CheckMtu(o, ring, problems);
        var nodes = new HashSet<string>(StringComparer.Ordinal);
        var addresses = new HashSet<IPAddress>();
        var families = new HashSet<AddressFamily>();
        for (var i = 0; i < ring.Addresses.Count; i++)
        {
            var (node, text) = (ring.Addresses[i].Node, ring.Addresses[i].Address);
            if (!nodes.Add(node))
            {
                problems.Add(o, $"spec.addresses[{i}].node", node, "The node is on this ring twice");
            }

            if (text.Length == 0)
            {
                continue;
            }

            if (!Addresses.TryParse(text, out var address))
            {
                problems.Add(o, $"spec.addresses[{i}].address", text, "Not an IP address", Addresses.Expected);
            }
            else if (!addresses.Add(address))
            {
                problems.Add(o, $"spec.addresses[{i}].address", text, "Two nodes have this address");
            }
            else if (families.Add(address.AddressFamily) && families.Count > 1)
            {
                problems.Add(
                    o, $"spec.addresses[{i}].address", text, "A ring cannot mix IPv4 and IPv6",
                    "one family, or two rings");
            }
        }
    }
    private static void CheckMulticast(V1.Object o, RingSpec ring, ProblemCollector problems)
    {
        if (ring.Multicast is not { } multicast)
        {
            return;
        }

        if (multicast.Ttl > TtlMax)
        {
            problems.Add(o, "spec.multicast.ttl", $"{multicast.Ttl}", "Out of range", $"1 to {TtlMax}");
        }

        if (multicast.Address.Length == 0)
        {
            return;
        }

        var isIPv6 = IsIPv6(ring);
        var expected = isIPv6 ? "an IPv6 multicast address, as ff15::7:1" : "an IPv4 multicast address, as 239.192.7.1";
        if (!IPAddress.TryParse(multicast.Address, out var address) || !IsMulticast(address)
            || (address.AddressFamily == AddressFamily.InterNetworkV6) != isIPv6)
        {
            problems.Add(
                o, "spec.multicast.address", multicast.Address, "Not a multicast group of the ring's family", expected);
        }
    }

    private static void CheckMtu(V1.Object o, RingSpec ring, ProblemCollector problems)
    {
        var min = IsIPv6(ring) ? MtuMinIPv6 : MtuMinIPv4;
        if (ring.Mtu != 0 && (ring.Mtu < min || ring.Mtu > MtuMax))
        {
            problems.Add(o, "spec.mtu", $"{ring.Mtu}", "Out of range", $"{min} to {MtuMax} bytes");
        }
    }

    private static bool IsIPv6(RingSpec ring) => ring.Addresses.Any(
        node => Addresses.TryParse(node.Address, out var address)
            && address.AddressFamily == AddressFamily.InterNetworkV6);

    private static bool IsMulticast(IPAddress address) => address.IsIPv6Multicast
        || (address.AddressFamily == AddressFamily.InterNetwork && address.GetAddressBytes()[0] is >= 224 and < 240);
}
