using System.Xml.Linq;
using Microkernel.Scheduling.Engine;
using Microkernel.V1;

namespace Microkernel.Simulation.Cib;

/// <summary>Reads resources: primitives, groups, clones, and templates.</summary>
internal static class ResourcesReader
{
    public static void Read(CibWorld world)
    {
        var resources = world.Configuration.Element("resources");
        if (resources is null)
        {
            return;
        }

        world.Cluster.Options.HasFenceDevice = resources.Descendants("primitive")
            .Any(p => (PrimitiveReader.Template(world, p) ?? p).Get("class") == "stonith");
        world.Cluster.Options.Unfencing = resources.Descendants("primitive")
            .Any(p => p.Get("class") == "stonith"
                && world.Sets.Read(p, "meta_attributes", world.Rules).GetValueOrDefault("provides") == "unfencing");
        foreach (var element in resources.Elements())
        {
            if (Create(world, element, null, "", NoMeta) is { } resource)
            {
                world.Cluster.Resources.Add(resource);
            }
        }
    }

    private static readonly Dictionary<string, string> NoMeta = [];

    private static Resource? Create(
        CibWorld world, XElement element, Resource? parent, string suffix, Dictionary<string, string> inherited)
    {
        switch (element.Name.LocalName)
        {
            case "primitive":
                return PrimitiveReader.Create(world, element, parent, suffix, inherited);
            case "group":
                return CreateGroup(world, element, parent, suffix, inherited);
            case "clone" or "master":
                return CreateClone(world, element);
            default:
                return null;
        }
    }

    private static Resource CreateGroup(
        CibWorld world, XElement element, Resource? parent, string suffix, Dictionary<string, string> inherited)
    {
        var meta = MetaReader.Read(world, element, inherited, null);
        var settings = MetaReader.Settings(world, meta, isFenceDevice: false, isUnfencer: false);
        settings.Ordered = CibXml.Flag(meta.GetValueOrDefault("ordered"), true);
        settings.Colocated = CibXml.Flag(
            meta.GetValueOrDefault("collocated") ?? meta.GetValueOrDefault("colocated"), true);
        var group = world.Cluster.Create(element.Id() + suffix, ResourceKind.Group, parent, settings, element.Id());
        MetaReader.Apply(world, group, meta);
        Resource? previous = null;
        foreach (var child in element.Elements("primitive"))
        {
            var member = Create(world, child, group, suffix, meta)!;
            if (previous is not null && settings.Colocated)
            {
                new Colocation("group:internal_colocation", Score.Infinity, member, previous)
                {
                    Influence = member.Settings.Critical,
                }.Register();
            }

            previous = member;
        }

        return group;
    }

    private static Resource? CreateClone(CibWorld world, XElement element)
    {
        var content = element.Elements().FirstOrDefault(e => e.Name.LocalName is "primitive" or "group");
        if (content is null)
        {
            return null;
        }

        var meta = MetaReader.Read(world, element, [], null);
        var ofOcf = content.DescendantsAndSelf("primitive")
            .All(p => (PrimitiveReader.Template(world, p) ?? p).Get("class") is not ("lsb" or "systemd" or "upstart"
                or "service"));
        var unique = CibXml.IsTrue(meta.GetValueOrDefault("globally-unique")) && ofOcf;
        var promotable = element.Name.LocalName == "master" || CibXml.IsTrue(meta.GetValueOrDefault("promotable"));
        meta.TryAdd("resource-stickiness", "1");
        var settings = MetaReader.Settings(world, meta, isFenceDevice: false, isUnfencer: false);
        var nodeMax = CibXml.Number(meta.GetValueOrDefault("clone-node-max"), 1);
        settings.Clone = new CloneSettings
        {
            Max = Math.Max(0, CibXml.Number(meta.GetValueOrDefault("clone-max"),
                Math.Max(1, world.Cluster.Nodes.Count))),
            NodeMax = unique ? Math.Max(1, nodeMax) : Math.Min(1, nodeMax),
            Min = CibXml.Number(meta.GetValueOrDefault("clone-min"), 0),
            Ordered = CibXml.IsTrue(meta.GetValueOrDefault("ordered")),
            Interleave = CibXml.IsTrue(meta.GetValueOrDefault("interleave")),
            Unique = unique,
            Promotable = promotable,
            PromotedMax = CibXml.Number(
                meta.GetValueOrDefault("promoted-max") ?? meta.GetValueOrDefault("master-max"), 1),
            PromotedNodeMax = CibXml.Number(
                meta.GetValueOrDefault("promoted-node-max") ?? meta.GetValueOrDefault("master-node-max"), 1),
        };
        var clone = world.Cluster.Create(element.Id(), ResourceKind.Clone, null, settings);
        MetaReader.Apply(world, clone, meta);
        for (var i = 0; i < settings.Clone.Max; i++)
        {
            Create(world, content, clone, $":{i}", meta);
        }

        if (settings.Clone.Max == 0)
        {
            CreateInstance(world, clone, 0);
        }

        return clone;
    }

    /// <summary>Makes an instance too many, for what runs and is not wanted.</summary>
    public static Resource CreateInstance(CibWorld world, Resource clone, int number)
    {
        var element = world.Configuration.Element("resources")!.Elements().First(e => e.Id() == clone.Id);
        var content = element.Elements().First(e => e.Name.LocalName is "primitive" or "group");
        var meta = MetaReader.Read(world, element, [], null);
        var instance = Create(world, content, clone, $":{number}", meta)!;
        MarkOrphan(instance);
        return instance;
    }

    private static void MarkOrphan(Resource resource)
    {
        resource.Orphan = true;
        foreach (var child in resource.Children)
        {
            MarkOrphan(child);
        }
    }
}
