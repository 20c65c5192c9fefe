using System.Globalization;
using System.Xml.Linq;
using Microkernel.Model;
using Microkernel.V1;
using static Microkernel.V1.Object;

namespace Microkernel.Import.Export;

/// <summary>Resources, groups and clones; and fence devices, which are resources in a CIB.</summary>
internal static class ResourcesExport
{
    public static XElement ToXml(ExportScope scope)
    {
        var resources = new XElement("resources");
        var byName = scope.Of(SpecOneofCase.Resource).ToDictionary(o => o.Name());
        var grouped = scope.Of(SpecOneofCase.Group).SelectMany(g => g.Group.Members).ToHashSet(StringComparer.Ordinal);
        foreach (var resource in byName.Values.Where(r => !grouped.Contains(r.Name())))
        {
            resources.Add(Cloned(Primitive(resource, scope), resource.Name(), resource.Resource.Clone_, scope));
        }

        foreach (var group in scope.Of(SpecOneofCase.Group))
        {
            var element = new XElement("group", new XAttribute("id", ExportScope.IdOf(group.Name())));
            element.Add(group.Group.Members.Where(byName.ContainsKey).Select(m => Primitive(byName[m], scope)));
            element.Add(GroupMeta(group, scope));
            resources.Add(Cloned(element, group.Name(), group.Group.Clone_, scope));
        }

        resources.Add(FencingExport.Devices(scope));
        return resources;
    }

    private static XElement Cloned(XElement inner, string name, CloneSpec? clone, ExportScope scope)
    {
        if (clone is null)
        {
            return inner;
        }

        var id = scope.PlaceOf(name);
        var promotable = clone.Promotable;
        return new XElement("clone", new XAttribute("id", id), inner, Nv.Set(
            "meta_attributes",
            $"{id}-meta",
            [
                ("clone-max", clone.HasMax ? Text(clone.Max) : null),
                ("clone-node-max", clone.HasNodeMax ? Text(clone.NodeMax) : null),
                ("clone-min", clone.Min > 0 ? Text(clone.Min) : null),
                ("ordered", clone.Ordered ? "true" : null),
                ("interleave", Nv.Flag(!clone.HasInterleave || clone.Interleave)),
                ("globally-unique", clone.GloballyUnique ? "true" : null),
                ("notify", clone.Notify ? "true" : null),
                ("promotable", promotable is null ? null : "true"),
                ("promoted-max", promotable is { HasMax: true } ? Text(promotable.Max) : null),
                ("promoted-node-max", promotable is { HasNodeMax: true } ? Text(promotable.NodeMax) : null),
            ],
            scope));
    }

    private static XElement Primitive(V1.Object resource, ExportScope scope)
    {
        var (spec, id) = (resource.Resource, ExportScope.IdOf(resource.Name()));
        var parameters = spec.Parameters.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => (p.Key, (string?)p.Value))
            .Concat(spec.SecretParameters.Keys.Order(StringComparer.Ordinal).Select(k => (k, (string?)string.Empty)));
        return new XElement(
            "primitive",
            new XAttribute("id", id),
            AgentAttributes(spec.Agent),
            Nv.Set("instance_attributes", $"{id}-params", parameters, scope),
            Meta(spec, id, scope),
            Nv.Set(
                "utilization", $"{id}-utilization",
                spec.Utilization.OrderBy(u => u.Key, StringComparer.Ordinal)
                    .Select(u => (u.Key, (string?)u.Value.ToString(CultureInfo.InvariantCulture))),
                scope),
            OperationsExport.ToXml(spec, id, scope));
    }

    // Agents of the project's own drivers stand as those of a provider of its name; the importer reads them back.
    private static IEnumerable<XAttribute> AgentAttributes(string agent)
    {
        var parts = agent.Split(':', 3);
        return parts switch
        {
            ["ocf", var provider, var type] =>
                [new XAttribute("class", "ocf"), new XAttribute("provider", provider), new XAttribute("type", type)],
            ["lsb" or "systemd", _] or ["lsb" or "systemd", _, _] =>
                [new XAttribute("class", parts[0]), new XAttribute("type", agent[(parts[0].Length + 1)..])],
            _ =>
            [
                new XAttribute("class", "ocf"), new XAttribute("provider", "microkernel"),
                new XAttribute("type", agent.Replace(':', '.')),
            ],
        };
    }

    private static XElement? Meta(ResourceSpec spec, string id, ExportScope scope) => Nv.Set(
        "meta_attributes",
        $"{id}-meta",
        [
            ("target-role", RoleOf(spec.TargetRole)),
            ("is-managed", spec.HasManaged ? Nv.Flag(spec.Managed) : null),
            ("resource-stickiness", spec.HasStickiness ? Nv.Score(spec.Stickiness) : null),
            ("priority", spec.Priority != 0 ? Nv.Score(spec.Priority) : null),
            ("migration-threshold", spec.MigrationThreshold > 0 ? Text(spec.MigrationThreshold) : null),
            ("failure-timeout", Nv.Time(spec.FailureTimeout.ToTimeSpanOrNull())),
            ("allow-migrate", spec.AllowMigrate ? "true" : null),
            ("maintenance", spec.Maintenance ? "true" : null),
            ("critical", spec.HasCritical ? Nv.Flag(spec.Critical) : null),
            ("allow-unhealthy-nodes", spec.AllowUnhealthyNodes ? "true" : null),
            ("requires", spec.Requires is Requires.Unspecified ? null : $"{spec.Requires}".ToLowerInvariant()),
            ("multiple-active", spec.MultipleActive switch
            {
                MultipleActive.StopStart => "stop_start",
                MultipleActive.StopOnly => "stop_only",
                MultipleActive.Block => "block",
                MultipleActive.StopUnexpected => "stop_unexpected",
                _ => null,
            }),
        ],
        scope);

    private static XElement? GroupMeta(V1.Object group, ExportScope scope) => Nv.Set(
        "meta_attributes",
        $"{ExportScope.IdOf(group.Name())}-meta",
        [
            ("target-role", RoleOf(group.Group.TargetRole)),
            ("is-managed", group.Group.HasManaged ? Nv.Flag(group.Group.Managed) : null),
            ("resource-stickiness", group.Group.HasStickiness ? Nv.Score(group.Group.Stickiness) : null),
            ("priority", group.Group.Priority != 0 ? Nv.Score(group.Group.Priority) : null),
            ("maintenance", group.Group.Maintenance ? "true" : null),
        ],
        scope);

    private static string? RoleOf(TargetRole role) => role == TargetRole.Unspecified ? null : $"{role}";

    private static string Text(uint number) => number.ToString(CultureInfo.InvariantCulture);
}
