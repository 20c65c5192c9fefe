using System.Xml.Linq;
using Microkernel.Scheduling.Engine;
using Microkernel.V1;

namespace Microkernel.Simulation.Cib;

/// <summary>Reads meta attributes: the resource's own, then what it is a part of, then the defaults.</summary>
internal static class MetaReader
{
    public static Dictionary<string, string> Read(
        CibWorld world, XElement element, Dictionary<string, string> inherited, XElement? template,
        RuleContext? rules = null)
    {
        rules ??= world.Rules;
        var meta = world.Sets.Read(element, "meta_attributes", rules);
        world.Sets.AddTo(meta, template, "meta_attributes", rules);
        foreach (var (name, value) in inherited)
        {
            meta.TryAdd(name, value);
        }

        world.Sets.AddTo(meta, world.Configuration.Element("rsc_defaults"), "meta_attributes", rules);
        foreach (var (old, name) in OldNames)
        {
            if (meta.TryGetValue(old, out var value))
            {
                meta.TryAdd(name, value);
            }
        }

        return meta;
    }

    private static readonly (string Old, string Name)[] OldNames =
    [
        ("target_role", "target-role"), ("resource_stickiness", "resource-stickiness"),
        ("is_managed", "is-managed"), ("allow_migrate", "allow-migrate"), ("multiple_active", "multiple-active"),
        ("migration_threshold", "migration-threshold"), ("failure_timeout", "failure-timeout"),
        ("clone_max", "clone-max"), ("clone_node_max", "clone-node-max"), ("globally_unique", "globally-unique"),
        ("master_max", "master-max"), ("master_node_max", "master-node-max"),
    ];

    public static ResourceSettings Settings(
        CibWorld world, Dictionary<string, string> meta, bool isFenceDevice, bool isUnfencer)
    {
        var threshold = meta.GetValueOrDefault("migration-threshold");
        return new ResourceSettings
        {
            Stickiness = CibXml.Score(meta.GetValueOrDefault("resource-stickiness")),
            MigrationThreshold = threshold is null ? Score.Infinity : Math.Max(0, CibXml.Score(threshold)),
            FailureTimeout = TimeSpan.FromMilliseconds(
                CibXml.Milliseconds(meta.GetValueOrDefault("failure-timeout"))),
            AllowMigrate = CibXml.IsTrue(meta.GetValueOrDefault("allow-migrate")),
            Critical = CibXml.Flag(meta.GetValueOrDefault("critical"), true),
            AllowUnhealthyNodes = CibXml.IsTrue(meta.GetValueOrDefault("allow-unhealthy-nodes")),
            Notify = CibXml.IsTrue(meta.GetValueOrDefault("notify")),
            IsFenceDevice = isFenceDevice,
            Requires = RequiresOf(world, meta.GetValueOrDefault("requires"), isFenceDevice),
            MultipleActive = meta.GetValueOrDefault("multiple-active") switch
            {
                "stop_only" => MultipleActive.StopOnly,
                "block" => MultipleActive.Block,
                "stop_unexpected" => MultipleActive.StopUnexpected,
                _ => MultipleActive.StopStart,
            },
        };
    }

    /// <summary>Sets what the meta attributes say of a resource's state.</summary>
    public static void Apply(CibWorld world, Resource resource, Dictionary<string, string> meta)
    {
        var options = world.Cluster.Options;
        resource.Priority = CibXml.Score(meta.GetValueOrDefault("priority"));
        resource.Managed = CibXml.Flag(meta.GetValueOrDefault("is-managed"), options.ManagedByDefault)
            && (meta.ContainsKey("is-managed") || options.ManagedByDefault);
        if (CibXml.IsTrue(meta.GetValueOrDefault("maintenance")) || options.Maintenance)
        {
            resource.Managed = false;
            resource.Maintenance = true;
        }

        resource.Settings.TargetRole = TargetOf(resource, meta.GetValueOrDefault("target-role"));
        resource.SetNextRole(resource.Settings.TargetRole, "its target role says so");
    }

    private static ResourceRole TargetOf(Resource resource, string? text) => text?.ToUpperInvariant() switch
    {
        "STOPPED" => ResourceRole.Stopped,
        "SLAVE" or "UNPROMOTED" when resource.Top.IsPromotable => ResourceRole.Unpromoted,
        _ => ResourceRole.Unknown,
    };

    private static Requires RequiresOf(CibWorld world, string? text, bool isFenceDevice)
    {
        var options = world.Cluster.Options;
        return text switch
        {
            "nothing" => Requires.Nothing,
            "quorum" => Requires.Quorum,
            "fencing" => options.FencingEnabled ? Requires.Fencing : Requires.Quorum,
            "unfencing" => isFenceDevice || !options.FencingEnabled ? Requires.Quorum : Requires.Unfencing,
            _ when isFenceDevice => Requires.Quorum,
            _ when options.Unfencing => Requires.Unfencing,
            _ when options.FencingEnabled => Requires.Fencing,
            _ when options.NoQuorumPolicy == NoQuorumPolicy.Ignore => Requires.Nothing,
            _ => Requires.Quorum,
        };
    }
}
