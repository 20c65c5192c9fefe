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
                    Stack(below, resource, context);
                }
            }
        }
    }

    // A bridge over a bond: on each node the bond first.
    private static void Stack(NativeResource below, NativeResource above, ImportContext context)
    {
        Kinds.TryGet("Order", out var order);
        Kinds.TryGet("Colocation", out var colocation);
        context.Add(
            new V1.Object { Order = new OrderSpec { First = below.Name, Then = above.Name } },
            context.Names.Claim(order!, $"{below.Name}-then-{above.Name}"),
            above.Draft.Source);
        context.Add(
            new V1.Object
            {
                Colocation = new ColocationSpec { Resource = above.Name, With = below.Name, Score = Scores.Infinity },
            },
            context.Names.Claim(colocation!, $"{above.Name}-with-{below.Name}"),
            above.Draft.Source);
        context.Say(
            Mapped, above.Draft.Source, $"{above.Title}",
            $"{below.Title} is a port of it: an Order and a Colocation say so");
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
