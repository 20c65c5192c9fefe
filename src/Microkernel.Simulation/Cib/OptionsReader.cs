using Microkernel.V1;

namespace Microkernel.Simulation.Cib;

/// <summary>Reads the properties of the cluster.</summary>
internal static class OptionsReader
{
    public static void Read(CibWorld world)
    {
        var values = world.Sets.Read(world.Configuration.Element("crm_config"), "cluster_property_set", world.Rules,
            first: "cib-bootstrap-options");
        string? Get(string name) => values.GetValueOrDefault(name)
            ?? values.GetValueOrDefault(name.Replace('-', '_'));
        var options = world.Cluster.Options;
        options.Quorate = CibXml.IsTrue(world.Cib.Get("have-quorum"));
        options.FencingEnabled = CibXml.Flag(Get("stonith-enabled"), true);
        options.NoQuorumPolicy = PolicyOf(world, Get("no-quorum-policy"));
        options.FencingOperation = Get("stonith-action") ?? "reboot";
        options.ConcurrentFencing = CibXml.Flag(Get("concurrent-fencing"), false);
        options.StartupFencing = CibXml.Flag(Get("startup-fencing"), true);
        options.Symmetric = CibXml.Flag(Get("symmetric-cluster"), true);
        options.Maintenance = CibXml.Flag(Get("maintenance-mode"), false);
        options.ManagedByDefault = CibXml.Flag(Get("is-managed-default"), true);
        options.StopAll = CibXml.Flag(Get("stop-all-resources"), false);
        options.StopOrphans = CibXml.Flag(Get("stop-orphan-resources"), true);
        options.StartFailureIsFatal = CibXml.Flag(Get("start-failure-is-fatal"), true);
        options.StartupProbes = CibXml.Flag(Get("enable-startup-probes"), true);
        options.ShutdownLock = CibXml.Flag(Get("shutdown-lock"), false);
        options.ShutdownLockLimit = TimeSpan.FromMilliseconds(CibXml.Milliseconds(Get("shutdown-lock-limit")));
        options.PlacementStrategy = (Get("placement-strategy") ?? "default") switch
        {
            "utilization" => PlacementStrategy.Utilization,
            "balanced" => PlacementStrategy.Balanced,
            "minimal" => PlacementStrategy.Minimal,
            _ => PlacementStrategy.None,
        };
        options.HealthStrategy = Get("node-health-strategy") switch
        {
            "migrate-on-red" => NodeHealthStrategy.MigrateOnRed,
            "only-green" => NodeHealthStrategy.OnlyGreen,
            "progressive" => NodeHealthStrategy.Progressive,
            "custom" => NodeHealthStrategy.Custom,
            _ => NodeHealthStrategy.None,
        };
        options.HealthBase = CibXml.Score(Get("node-health-base"));
        options.HealthGreen = CibXml.Score(Get("node-health-green"));
        options.HealthYellow = CibXml.Score(Get("node-health-yellow"));
        options.HealthRed = CibXml.Score(Get("node-health-red") ?? "-INFINITY");
    }

    // Only a partition that had quorum once has anything to give up.
    private static bool MayGiveUp(CibWorld world) => world.Cluster.Options.FencingEnabled
        && (world.Cluster.Options.Quorate || CibXml.IsTrue(world.Cib.Get("no-quorum-panic")));

    private static NoQuorumPolicy PolicyOf(CibWorld world, string? text) => text switch
    {
        "ignore" => NoQuorumPolicy.Ignore,
        "freeze" => NoQuorumPolicy.Freeze,
        "demote" => NoQuorumPolicy.Demote,
        "suicide" or "fence" => MayGiveUp(world) ? NoQuorumPolicy.Fence : NoQuorumPolicy.Stop,
        _ => NoQuorumPolicy.Stop,
    };
}
