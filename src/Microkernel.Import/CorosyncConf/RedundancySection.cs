using System.Net;
using System.Net.Sockets;
using Microkernel.Import.Sources;
using Microkernel.Model;
using Microkernel.V1;
using static Microkernel.Import.ImportSeverity;

namespace Microkernel.Import.CorosyncConf;

/// <summary>How rings share the beats, the group and packets that they travel in, and who is waited for.</summary>
internal static class RedundancySection
{
    private const int MtuMin = 576;
    private const int MtuMinIPv6 = 1280;
    private const int MtuMax = 9000;

    // Transports of corosync in which a multicast address has no effect.
    private static readonly string[] Unicast = ["udpu", "knet"];

    /// <summary>rrp_mode of corosync 1 and 2, link_mode of corosync 3.</summary>
    public static void ImportMode(SourceElement totem, ObjectDraft draft, ImportContext context)
    {
        if (totem.Find("rrp_mode") is { } rrp && rrp.Value is "passive" or "active" or "none")
        {
            Import(rrp!, rrp!.Value == "passive", draft, context);
        }

        if (totem.Find("link_mode") is not { } link)
        {
            return;
        }

        if (link.Value is "rr" or "active")
        {
            Import(link, link.Value == "rr", draft, context);
        }
        else if (link.Value == "passive")
        {
            context.Say(
                ChangedMeaning, link, "all rings carry every heartbeat, instead of one with the others in reserve",
                draft);
        }
    }

    /// <summary>wait_for_all, of votequorum(5).</summary>
    public static void ImportWaitForAll(SourceElement quorum, SourceAttribute attribute, ImportContext context)
    {
        if (attribute.Value != "1")
        {
            context.Say(Mapped, attribute, "Cluster/cluster waitForAll false, the default");
            return;
        }

        var draft = context.Cluster(quorum);
        draft.Object.Cluster.WaitForAll = true;
        context.Say(
            Mapped, attribute, "Cluster/cluster waitForAll true: a cluster that forms anew waits for all members");
    }

    /// <summary>mcastaddr and ttl of an interface, and netmtu of totem.</summary>
    public static void ImportPackets(SourceElement root, SourceElement element, ObjectDraft ring, ImportContext context)
    {
        var totem = root.Children.First(c => c.Name == "totem");
        var spec = ring.Object.Ring;
        if (totem.Find("netmtu") is { } netmtu && context.Number(netmtu, MtuMin, MtuMax) is { } mtu)
        {
            spec.Mtu = (uint)(IsIPv6(spec) ? Math.Max(mtu, MtuMinIPv6) : mtu);
            context.Say(Mapped, netmtu, $"{ring.Object.Title()} mtu {spec.Mtu}");
        }

        if (Unicast.Contains(totem.Find("transport")?.Value) || element.Find("mcastaddr") is not { } group
            || !IsGroupOf(spec, group.Value))
        {
            return;
        }

        spec.Multicast = new MulticastSpec { Address = group.Value };
        context.Say(Mapped, group, $"{ring.Object.Title()} multicast.address {group.Value}");
        if (element.Find("ttl") is { } ttl && context.Number(ttl, 1, 255) is { } hops)
        {
            spec.Multicast.Ttl = hops == 1 ? 0 : (uint)hops;
            context.Say(Mapped, ttl, $"{ring.Object.Title()} multicast.ttl {hops}");
        }
    }

    private static void Import(SourceAttribute attribute, bool isPassive, ObjectDraft draft, ImportContext context)
    {
        draft.Object.Cluster.RingMode = isPassive ? RingMode.Passive : RingMode.Unspecified;
        context.Say(
            Mapped, attribute,
            isPassive ? "Cluster/cluster ringMode: the rings take turns"
                : "Cluster/cluster ringMode: each ring carries every heartbeat, the default");
    }

    private static bool IsIPv6(RingSpec ring) => ring.Addresses.Any(
        node => IPAddress.TryParse(node.Address, out var address)
            && address.AddressFamily == AddressFamily.InterNetworkV6);

    private static bool IsGroupOf(RingSpec ring, string value) => IPAddress.TryParse(value, out var group)
        && (IsIPv6(ring) ? group.IsIPv6Multicast
            : group.AddressFamily == AddressFamily.InterNetwork && group.GetAddressBytes()[0] is >= 224 and < 240);
}
