using System.Xml.Linq;
using Microkernel.Scheduling.Engine;

namespace Microkernel.Simulation.Cib;

/// <summary>Reads primitives, with what their templates say.</summary>
internal static class PrimitiveReader
{
    public static XElement? Template(CibWorld world, XElement primitive) => primitive.Get("template") is { } name
        ? world.Configuration.Element("resources")?.Elements("template").FirstOrDefault(t => t.Id() == name) : null;

    public static Resource Create(
        CibWorld world, XElement element, Resource? parent, string suffix, Dictionary<string, string> inherited)
    {
        var id = element.Id();
        var template = Template(world, element);
        var agent = AgentOf(template ?? element);
        var rules = world.Rules with { Agent = agent };
        var meta = MetaReader.Read(world, element, inherited, template, rules);
        if (template is not null && (suffix.Length == 0 || suffix == ":0"))
        {
            AddTo(world.Templates, template.Id(), id);
        }

        if (!world.Primitives.ContainsKey(id))
        {
            var parameters = world.Sets.Read(element, "instance_attributes", rules);
            world.Sets.AddTo(parameters, template, "instance_attributes", rules);
            world.Primitives[id] = new PrimitiveConfiguration(agent, Operations(world, element, template), parameters,
                meta);
        }

        var settings = MetaReader.Settings(
            world, meta, agent.Class == "stonith", meta.GetValueOrDefault("provides") == "unfencing");
        var utilization = world.Sets.Read(element, "utilization", rules);
        world.Sets.AddTo(utilization, template, "utilization", rules);
        settings.Utilization = utilization.ToDictionary(p => p.Key, p => CibXml.Number(p.Value, 0));
        var resource = world.Cluster.Create(id + suffix, ResourceKind.Primitive, parent, settings, id);
        MetaReader.Apply(world, resource, meta);
        settings.Monitors = History.OperationConfiguration.Monitors(world, resource);
        return resource;
    }

    public static (string Class, string? Provider, string Type) AgentOf(XElement element) =>
        (element.Get("class") ?? "", element.Get("provider"), element.Get("type") ?? "");

    // Operations of the primitive stand before those of its template with the same name and interval.
    private static List<XElement> Operations(CibWorld world, XElement element, XElement? template)
    {
        var own = OpsOf(world, element).ToList();
        var more = template is null ? [] : OpsOf(world, template).Where(o => !own.Exists(
            m => m.Get("name") == o.Get("name")
                && CibXml.Milliseconds(m.Get("interval")) == CibXml.Milliseconds(o.Get("interval"))));
        return [.. own, .. more];
    }

    private static IEnumerable<XElement> OpsOf(CibWorld world, XElement element) =>
        element.Elements("operations").Select(world.Sets.Resolve).SelectMany(o => o.Elements("op"))
            .Select(world.Sets.Resolve);

    private static void AddTo(Dictionary<string, List<string>> lists, string key, string value)
    {
        if (!lists.TryGetValue(key, out var list))
        {
            lists[key] = list = [];
        }

        if (!list.Contains(value))
        {
            list.Add(value);
        }
    }
}
