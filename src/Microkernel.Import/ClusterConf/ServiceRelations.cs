using Microkernel.Import.Sources;
using Microkernel.Model;
using Microkernel.V1;
using static Microkernel.Import.ImportSeverity;

namespace Microkernel.Import.ClusterConf;

/// <summary>What services say of each other: exclusive, depend.</summary>
internal static class ServiceRelations
{
    public static void Import(List<(SourceElement Element, ObjectDraft Draft)> services, ImportContext context)
    {
        var apart = new HashSet<(string, string)>();
        foreach (var (element, draft) in services)
        {
            ImportExclusive(element, draft, services, apart, context);
            ImportDepend(element, draft, services, context);
        }
    }

    private static void ImportExclusive(
        SourceElement element,
        ObjectDraft draft,
        List<(SourceElement Element, ObjectDraft Draft)> services,
        HashSet<(string, string)> apart,
        ImportContext context)
    {
        if (element.Find("exclusive") is not { } attribute)
        {
            return;
        }

        if (!Flags.IsYes(attribute.Value))
        {
            context.Say(Mapped, attribute, "it shares its node with other services, as here");
            return;
        }

        Kinds.TryGet("Colocation", out var kind);
        var name = draft.Object.Name();
        foreach (var other in services.Select(s => s.Draft.Object.Name()).Where(o => o != name))
        {
            // One rule for two exclusive services: two would go in a circle.
            if (apart.Add((name, other)) && apart.Add((other, name)))
            {
                context.Add(
                    new V1.Object
                    {
                        Colocation = new ColocationSpec { Resource = name, With = other, Score = Scores.MinusInfinity },
                    },
                    context.Names.Claim(kind!, $"{name}-apart-from-{other}"),
                    element);
            }
        }

        context.Say(
            ChangedMeaning,
            attribute,
            "a Colocation of -INFINITY with each other service; rgmanager heeded it at failover alone, an operator"
                + " could place by hand against it",
            draft);
    }

    private static void ImportDepend(
        SourceElement element,
        ObjectDraft draft,
        List<(SourceElement Element, ObjectDraft Draft)> services,
        ImportContext context)
    {
        var mode = element.Find("depend_mode");
        if (element.Find("depend") is not { } attribute)
        {
            return;
        }

        var parts = attribute.Value.Split(':', 2);
        var other = services.Find(
            s => s.Element.Find("name")!.Value == parts[^1] && (parts.Length == 1 || s.Element.Name == parts[0]));
        if (other.Draft is null)
        {
            context.Say(Error, attribute, "there is no such service", draft);
            return;
        }

        var soft = string.Equals(mode?.Value, "soft", StringComparison.OrdinalIgnoreCase);
        Kinds.TryGet("Order", out var kind);
        var (first, then) = (other.Draft.Object.Name(), draft.Object.Name());
        var name = context.Names.Claim(kind!, $"{first}-then-{then}");
        context.Add(
            new V1.Object
            {
                Order = new OrderSpec
                {
                    First = first,
                    Then = then,
                    Kind = soft ? OrderKind.Optional : OrderKind.Unspecified,
                },
            },
            name,
            element);
        context.Say(
            soft ? ChangedMeaning : Mapped,
            attribute,
            soft ? $"Order/{name}, optional: heeded when both start at the same time" : $"Order/{name}",
            draft);
        if (mode is not null)
        {
            context.Say(Mapped, mode, $"Order/{name}");
        }
    }
}
