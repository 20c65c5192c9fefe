using System.Net;
using System.Net.Sockets;

namespace Microkernel.Model.Validation.Rules;

/// <summary>Ports and addresses of rings.</summary>
internal static class RingRules
{
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
}
