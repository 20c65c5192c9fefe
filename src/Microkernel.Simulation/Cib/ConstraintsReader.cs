using System.Text.RegularExpressions;
using System.Xml.Linq;
using Microkernel.Scheduling.Engine;
using Microkernel.V1;

namespace Microkernel.Simulation.Cib;

/// <summary>Reads constraints, tags and templates expanded.</summary>
internal static class ConstraintsReader
{
    public static void Read(CibWorld world)
    {
        foreach (var tag in world.Configuration.Element("tags")?.Elements("tag") ?? [])
        {
            world.Tags[tag.Id()] = [.. tag.Elements("obj_ref").Select(r => r.Id())];
        }

        foreach (var element in world.Configuration.Element("constraints")?.Elements() ?? [])
        {
            switch (element.Name.LocalName)
            {
                case "rsc_location":
                    ReadLocation(world, element);
                    break;
                case "rsc_colocation":
                    ColocationReader.Read(world, element);
                    break;
                case "rsc_order":
                    OrderReader.Read(world, element);
                    break;
            }
        }
    }

    /// <summary>Returns the resources that a name stands for: itself, or those of a template or tag.</summary>
    public static List<Resource> Resolve(CibWorld world, string? name)
    {
        if (name is null)
        {
            return [];
        }

        if (world.Cluster.Find(name) is { } resource)
        {
            return [Whole(resource)];
        }

        var names = world.Templates.GetValueOrDefault(name) ?? world.Tags.GetValueOrDefault(name) ?? [];
        return [.. names.SelectMany(n => Resolve(world, n))];
    }

    public static ResourceRole RoleOf(string? text) => text?.ToUpperInvariant() switch
    {
        "MASTER" or "PROMOTED" => ResourceRole.Promoted,
        "SLAVE" or "UNPROMOTED" => ResourceRole.Unpromoted,
        "STOPPED" => ResourceRole.Stopped,
        _ => ResourceRole.Unknown,
    };

    // Who names what is cloned means the clone.
    private static Resource Whole(Resource resource)
    {
        var top = resource.Top;
        return top.IsClone && resource != top ? top : resource;
    }

    private static void ReadLocation(CibWorld world, XElement element)
    {
        if (element.Get("rsc-pattern") is { } pattern)
        {
            ReadPattern(world, element, pattern);
            return;
        }

        foreach (var set in element.Elements("resource_set").Select(world.Sets.Resolve))
        {
            foreach (var resource in set.Elements("resource_ref").SelectMany(r => Resolve(world, r.Id())))
            {
                Locate(world, element, resource, set.Get("role"), null);
            }
        }

        foreach (var resource in Resolve(world, element.Get("rsc")))
        {
            Locate(world, element, resource, element.Get("role"), null);
        }
    }

    private static void ReadPattern(CibWorld world, XElement element, string pattern)
    {
        var negative = pattern.StartsWith('!');
        var expression = new Regex(negative ? pattern[1..] : pattern, RegexOptions.NonBacktracking);
        foreach (var resource in world.Cluster.Resources)
        {
            var match = expression.Match(resource.Id);
            if (match.Success != negative)
            {
                Locate(world, element, resource, element.Get("role"),
                    [.. match.Groups.Values.Select(g => g.Value)]);
            }
        }
    }

    private static void Locate(
        CibWorld world, XElement element, Resource resource, string? role, IReadOnlyList<string>? matches)
    {
        var discovery = element.Get("resource-discovery") switch
        {
            "never" => ResourceDiscovery.Never,
            "exclusive" => ResourceDiscovery.Exclusive,
            _ => ResourceDiscovery.Always,
        };
        if (element.Get("node") is { } name)
        {
            if (world.Cluster.FindNode(name) is { } node)
            {
                resource.Locations.Add(new LocationPreference(element.Id(), RoleOf(role),
                    [(node, CibXml.Score(element.Get("score")))], discovery));
            }

            return;
        }

        foreach (var rule in element.Elements("rule").Select(world.Sets.Resolve))
        {
            var scores = new List<(Node, int)>();
            foreach (var node in world.Cluster.Nodes)
            {
                var configuration = world.Primitives.GetValueOrDefault(resource.Primitives().First().ConfiguredId);
                var context = world.Rules with
                {
                    Node = node,
                    Matches = matches,
                    Parameters = configuration?.Parameters,
                    Meta = configuration?.Meta,
                };
                if (RuleEvaluator.Holds(rule, context))
                {
                    var attribute = rule.Get("score-attribute") ?? rule.Get("score-attribute-mangled");
                    scores.Add((node, attribute is null ? CibXml.Score(rule.Get("score"))
                        : node.Attribute(attribute) is { } value ? CibXml.Score(value) : Score.MinusInfinity));
                }
            }

            resource.Locations.Add(new LocationPreference(
                element.Id(), RoleOf(rule.Get("role") ?? role), scores, discovery));
        }
    }
}
