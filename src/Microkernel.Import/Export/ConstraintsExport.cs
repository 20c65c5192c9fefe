using System.Xml.Linq;
using Google.Protobuf.Collections;
using Microkernel.Model;
using Microkernel.V1;
using static Microkernel.V1.Object;

namespace Microkernel.Import.Export;

/// <summary>Locations, colocations and orders.</summary>
internal static class ConstraintsExport
{
    public static XElement ToXml(ExportScope scope)
    {
        var constraints = new XElement("constraints");
        foreach (var o in scope.Of(SpecOneofCase.Location))
        {
            constraints.Add(Location(o, scope));
        }

        foreach (var o in scope.Of(SpecOneofCase.Colocation))
        {
            constraints.Add(Colocation(o, scope));
        }

        foreach (var o in scope.Of(SpecOneofCase.Order))
        {
            constraints.Add(Order(o, scope));
        }

        return constraints;
    }

    private static XElement Location(V1.Object o, ExportScope scope)
    {
        var (spec, id) = (o.Location, scope.Id(o.Name()));
        var element = new XElement(
            "rsc_location", new XAttribute("id", id), new XAttribute("rsc", scope.PlaceOf(spec.Resource)));
        Say(element, "role", RoleOf(spec.Role));
        Say(element, "resource-discovery", spec.Discovery switch
        {
            ResourceDiscovery.Never => "never",
            ResourceDiscovery.Exclusive => "exclusive",
            _ => null,
        });
        if (spec.Rules.Count == 0)
        {
            element.Add(new XAttribute("node", spec.Node), new XAttribute("score", Nv.Score(spec.Score)));
        }

        element.Add(spec.Rules.Select(r => RuleExport.ToXml(r, id, scope)));
        return element;
    }

    private static XElement Colocation(V1.Object o, ExportScope scope)
    {
        var (spec, id) = (o.Colocation, scope.Id(o.Name()));
        var element = new XElement(
            "rsc_colocation", new XAttribute("id", id), new XAttribute("score", Nv.Score(spec.Score)));
        Say(element, "node-attribute", spec.NodeAttribute.Length > 0 ? spec.NodeAttribute : null);
        if (spec.Sets.Count > 0)
        {
            element.Add(Sets(spec.Sets, id, isOrder: false, scope));
            return element;
        }

        element.Add(new XAttribute("rsc", scope.PlaceOf(spec.Resource)));
        Say(element, "rsc-role", RoleOf(spec.ResourceRole));
        element.Add(new XAttribute("with-rsc", scope.PlaceOf(spec.With)));
        Say(element, "with-rsc-role", RoleOf(spec.WithRole));
        Say(element, "influence", spec.HasInfluence ? Nv.Flag(spec.Influence) : null);
        return element;
    }

    private static XElement Order(V1.Object o, ExportScope scope)
    {
        var (spec, id) = (o.Order, scope.Id(o.Name()));
        var element = new XElement("rsc_order", new XAttribute("id", id), new XAttribute("kind", spec.Kind switch
        {
            OrderKind.Optional => "Optional",
            OrderKind.Serialize => "Serialize",
            _ => "Mandatory",
        }));
        Say(element, "symmetrical", spec.HasSymmetrical ? Nv.Flag(spec.Symmetrical) : null);
        if (spec.Sets.Count > 0)
        {
            element.Add(Sets(spec.Sets, id, isOrder: true, scope));
            return element;
        }

        element.Add(new XAttribute("first", scope.PlaceOf(spec.First)));
        Say(element, "first-action", ActionOf(spec.FirstAction));
        element.Add(new XAttribute("then", scope.PlaceOf(spec.Then)));
        Say(element, "then-action", ActionOf(spec.ThenAction));
        Say(element, "require-all", spec.HasRequireAll ? Nv.Flag(spec.RequireAll) : null);
        return element;
    }

    private static IEnumerable<XElement> Sets(
        RepeatedField<ResourceSet> sets, string id, bool isOrder, ExportScope scope)
    {
        foreach (var set in sets)
        {
            var element = new XElement("resource_set", new XAttribute("id", scope.Id($"{id}-set")));
            Say(element, "sequential", set.HasSequential ? Nv.Flag(set.Sequential) : null);
            Say(element, "require-all", isOrder && set.HasRequireAll ? Nv.Flag(set.RequireAll) : null);
            Say(element, "role", RoleOf(set.Role));
            Say(element, "action", ActionOf(set.Action));
            element.Add(set.Resources.Select(
                r => new XElement("resource_ref", new XAttribute("id", scope.PlaceOf(r)))));
            yield return element;
        }
    }

    private static void Say(XElement element, string attribute, string? value)
    {
        if (value is not null)
        {
            element.Add(new XAttribute(attribute, value));
        }
    }

    private static string? RoleOf(Role role) => role == Role.Unspecified ? null : $"{role}";

    private static string? ActionOf(OrderAction action) =>
        action == OrderAction.Unspecified ? null : $"{action}".ToLowerInvariant();
}
