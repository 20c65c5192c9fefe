using System.Globalization;
using System.Net;
using Microkernel.Import.Sources;
using Microkernel.Model;
using Microkernel.V1;
using static Microkernel.Import.ImportSeverity;

namespace Microkernel.Import.CorosyncConf;

/// <summary>nodelist and totem.interface: nodes, and a Ring for each ring or link.</summary>
internal static class RingSection
{
    private const string RingPrefix = "ring";
    private const string AddressSuffix = "_addr";
    private const int IdMax = 64;

    public static void Import(SourceElement root, ImportContext context)
    {
        var rings = new SortedDictionary<int, ObjectDraft>();
        var members = root.TakeChildren("nodelist").SelectMany(n => n.TakeChildren("node")).ToList();
        foreach (var element in members)
        {
            ImportNode(element, rings, context);
        }

        var totem = root.Children.Where(c => c.Name == "totem");
        foreach (var element in totem.SelectMany(t => t.TakeChildren("interface")))
        {
            ImportInterface(root, element, rings, context);
        }
    }

    private static void ImportNode(
        SourceElement element, SortedDictionary<int, ObjectDraft> rings, ImportContext context)
    {
        var first = element.Find("ring0_addr")?.Value;
        var id = element.Find("nodeid") is { } nodeId ? context.Number(nodeId, 1, int.MaxValue) : null;
        var said = element.Take("name") ?? (first is not null && !IPAddress.TryParse(first, out _) ? first : null);
        said ??= id is <= IdMax ? context.Nodes.WithId((uint)id) : null;
        var draft = context.Nodes.Declare(said ?? $"node-{id ?? element.Line}", element);
        var name = draft.Object.Name();
        draft.Object.Node.Id = id is <= IdMax ? (uint)id : draft.Object.Node.Id;
        context.Say(Mapped, element, $"Node/{name}");
        if (element.Find("name") is { } nodeName)
        {
            context.Say(Mapped, nodeName, $"Node/{name}");
        }

        if (said != name)
        {
            context.Say(
                ChangedMeaning,
                element,
                $"it has no name that may be used; {name} must be the name in its daemon",
                draft);
        }

        if (element.Find("nodeid") is { IsHandled: false } attribute)
        {
            context.Say(
                draft.Object.Node.Id > 0 ? Mapped : ChangedMeaning,
                attribute,
                draft.Object.Node.Id > 0 ? $"Node/{name} id {draft.Object.Node.Id}"
                    : $"numbers go to {IdMax} here; the cluster gives one when the node joins",
                draft);
        }

        foreach (var address in element.Attributes.Where(a => RingOf(a.Name) is not null))
        {
            ImportAddress(address, name, draft, rings, context);
        }
    }

    private static void ImportAddress(
        SourceAttribute attribute,
        string node,
        ObjectDraft draft,
        SortedDictionary<int, ObjectDraft> rings,
        ImportContext context)
    {
        if (!IPAddress.TryParse(attribute.Value, out var address))
        {
            context.Say(
                NoCounterpart,
                attribute,
                "a Ring takes addresses, not names: look it up and add it to a Ring",
                draft);
            return;
        }

        var number = RingOf(attribute.Name)!.Value;
        if (!rings.TryGetValue(number, out var ring))
        {
            Kinds.TryGet("Ring", out var kind);
            var name = context.Names.Claim(kind!, $"{RingPrefix}{number}");
            ring = rings[number] = context.Add(new V1.Object { Ring = new RingSpec() }, name, attribute.Owner);
        }

        ring.Object.Ring.Addresses.Add(new RingAddress { Node = node, Address = address.ToString() });
        context.Say(Mapped, attribute, $"{ring.Object.Title()}: {address} is {node}");
    }

    private static void ImportInterface(
        SourceElement root, SourceElement element, SortedDictionary<int, ObjectDraft> rings, ImportContext context)
    {
        var numbered = element.Find("ringnumber") ?? element.Find("linknumber");
        var number = numbered is null ? 0 : context.Number(numbered, 0, 7) ?? 0;
        if (numbered is { IsHandled: false })
        {
            context.Say(Mapped, numbered, $"Ring {RingPrefix}{number}");
        }

        if (!rings.TryGetValue(number, out var ring))
        {
            ReportMissing(element, number, context);
            return;
        }

        context.Say(Mapped, element, ring.Object.Title());
        if (element.Find("mcastport") is { } mcastPort && context.Number(mcastPort, 1, 65_535) is { } given)
        {
            ring.Object.Ring.Port = given == Defaults.RingPort ? 0 : (uint)given;
            context.Say(Mapped, mcastPort, $"{ring.Object.Title()} port {given}");
        }

        RedundancySection.ImportPackets(root, element, ring, context);
        if (element.Find("bindnetaddr") is { } bind)
        {
            context.Say(Mapped, bind, "the addresses of the Ring say it");
        }
    }

    private static void ReportMissing(SourceElement element, int number, ImportContext context)
    {
        var advice = $"the nodes' own addresses are not in the file: declare a Ring {RingPrefix}{number} with them";
        context.Say(NoCounterpart, element, advice);
        if (element.Find("bindnetaddr") is { } network)
        {
            context.Say(NoCounterpart, network, "the network that the nodes' addresses of the Ring are in");
        }

        if (element.Find("mcastaddr") is { } group)
        {
            context.Say(NoCounterpart, group, $"the group of that Ring: multicast: {{ address: {group.Value} }}");
        }

        if (element.Find("mcastport") is { } port)
        {
            context.Say(NoCounterpart, port, $"the Ring's port, where it is not {Defaults.RingPort}");
        }
    }

    private static int? RingOf(string key) =>
        key.StartsWith(RingPrefix, StringComparison.Ordinal) && key.EndsWith(AddressSuffix, StringComparison.Ordinal)
        && int.TryParse(
            key.AsSpan(RingPrefix.Length, key.Length - RingPrefix.Length - AddressSuffix.Length),
            NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < 8
            ? number : null;
}
