using Microkernel.Import.Sources;
using Microkernel.Model;
using Microkernel.V1;
using static Microkernel.Import.ImportSeverity;

namespace Microkernel.Import.Ifcfg;

/// <summary>
/// Imports ifcfg-* of bonds, bridges and their ports: SUSE's (ifcfg-bonding(5), ifcfg-bridge(5)) and Red Hat's
/// (sysconfig.txt of initscripts). An interface that several hosts have becomes one Resource, a clone.
/// </summary>
internal static class IfcfgImporter
{
    private static readonly string[] Guests = ["ocf:heartbeat:Xen", "ocf:heartbeat:VirtualDomain", "xen:domain"];

    public static SourceElement Read(ReadOnlyMemory<byte> content, SourceFile file) =>
        AssignmentReader.Read(content, file.Name, isShell: true);

    public static void Import(IReadOnlyList<SourceElement> roots, ImportContext context)
    {
        var interfaces = roots.Select(r => InterfaceFile.Of(r, context)).ToList();
        var made = new Dictionary<string, NativeResource>(StringComparer.Ordinal);
        foreach (var group in interfaces.Where(i => i.Kind != InterfaceKind.Other).GroupBy(i => i.Name))
        {
            made[group.Key] = new InterfaceImport([.. group], interfaces, context).Run();
        }

        foreach (var other in interfaces.Where(i => i.Kind == InterfaceKind.Other))
        {
            ReportOther(other, made, context);
        }

        foreach (var (name, resource) in made)
        {
            foreach (var port in (resource.ValueOf("ports") ?? string.Empty).Split(','))
            {
                if (port != name && made.TryGetValue(port, out var below))
                {
                    Stack(below, resource.Draft, resource.Draft.Source, context);
                    context.Say(
                        Mapped, resource.Draft.Source, $"{resource.Title}",
                        $"{below.Title} is a port of it: an Order and a Colocation say so");
                }
            }
        }

        PutUnderGuests([.. made.Values.Where(r => r.Draft.Object.Resource.Agent == NativeResource.Bridge)], context);
    }

    // The boot brought bridges up before the cluster started anything; guests are what is connected to them.
    private static void PutUnderGuests(List<NativeResource> bridges, ImportContext context)
    {
        foreach (var guest in context.Drafts.Where(d => Guests.Contains(d.Object.Resource?.Agent ?? "")).ToList())
        {
            foreach (var bridge in bridges)
            {
                Stack(bridge, guest, bridge.Draft.Source, context);
                context.Say(
                    ChangedMeaning, bridge.Draft.Source, $"{bridge.Title}",
                    $"the boot brought it up before {guest.Object.Title()}: an Order and a Colocation say so now; take"
                        + " both away where the guest does not use it",
                    bridge.Draft);
            }
        }
    }

    // A bridge over a bond: on each node the bond first.
    private static void Stack(NativeResource below, ObjectDraft above, SourceElement from, ImportContext context)
    {
        var name = above.Object.Name();
        Kinds.TryGet("Order", out var order);
        Kinds.TryGet("Colocation", out var colocation);
        context.Add(
            new V1.Object { Order = new OrderSpec { First = below.Name, Then = name } },
            context.Names.Claim(order!, $"{below.Name}-then-{name}"),
            from);
        context.Add(
            new V1.Object
            {
                Colocation = new ColocationSpec { Resource = name, With = below.Name, Score = Scores.Infinity },
            },
            context.Names.Claim(colocation!, $"{name}-with-{below.Name}"),
            from);
    }

    private static void ReportOther(
        InterfaceFile file, Dictionary<string, NativeResource> made, ImportContext context)
    {
        var root = file.Root;
        var master = root.Find("MASTER") ?? root.Find("BRIDGE");
        if (master is not null && made.TryGetValue(master.Value, out var above))
        {
            context.Say(Mapped, master, $"{above.Title} parameter ports has {file.Name}");
        }

        foreach (var attribute in root.Attributes.Where(a => !a.IsHandled))
        {
            var isEmpty = attribute.Value.Length == 0;
            context.Say(
                isEmpty || attribute.Name is "SLAVE" or "DEVICE" or "TYPE" ? Mapped : NoCounterpart,
                attribute,
                isEmpty ? "nothing is said" : attribute.Name is "SLAVE" or "DEVICE" or "TYPE" ? "seen from the port"
                    : "a plain interface: the host's own network configuration keeps it");
        }
    }
}
