using System.Globalization;
using System.Xml.Linq;
using Microkernel.Model;
using Microkernel.V1;
using static Microkernel.V1.Object;

namespace Microkernel.Import.Export;

/// <summary>Facts of the cluster: crm_config, rsc_defaults, op_defaults.</summary>
internal static class CrmConfigExport
{
    public static XElement ToXml(ExportScope scope)
    {
        var spec = scope.Of(SpecOneofCase.Cluster).FirstOrDefault()?.Cluster ?? new ClusterSpec();
        var effective = EffectiveCluster.Of(spec);
        var health = spec.NodeHealthScores;
        return new XElement("crm_config", Nv.Set(
            "cluster_property_set",
            "cib-bootstrap-options",
            [
                ("stonith-enabled", Nv.Flag(effective.FencingEnabled)),
                ("no-quorum-policy", effective.NoQuorumPolicy switch
                {
                    NoQuorumPolicy.Freeze => "freeze",
                    NoQuorumPolicy.Ignore => "ignore",
                    NoQuorumPolicy.Demote => "demote",
                    NoQuorumPolicy.Fence => "suicide",
                    _ => "stop",
                }),
                ("symmetric-cluster", Nv.Flag(!spec.HasSymmetric || spec.Symmetric)),
                ("maintenance-mode", Nv.Flag(spec.Maintenance)),
                ("start-failure-is-fatal", Nv.Flag(spec.StartFailureIsFatal)),
                ("placement-strategy", spec.PlacementStrategy switch
                {
                    PlacementStrategy.None => "default",
                    PlacementStrategy.Balanced => "balanced",
                    PlacementStrategy.Minimal => "minimal",
                    _ => "utilization",
                }),
                ("concurrent-fencing", spec.HasConcurrentFencing ? Nv.Flag(spec.ConcurrentFencing) : null),
                ("startup-fencing", spec.HasStartupFencing ? Nv.Flag(spec.StartupFencing) : null),
                ("shutdown-lock", spec.ShutdownLock ? "true" : null),
                ("shutdown-lock-limit", Nv.Time(spec.ShutdownLockLimit.ToTimeSpanOrNull())),
                ("stop-all-resources", spec.StopAllResources ? "true" : null),
                ("stop-orphan-resources", spec.HasStopOrphans ? Nv.Flag(spec.StopOrphans) : null),
                ("batch-limit", spec.BatchLimit > 0 ? Text(spec.BatchLimit) : null),
                ("migration-limit", spec.MigrationLimit > 0 ? Text(spec.MigrationLimit) : null),
                ("priority-fencing-delay", Nv.Time(spec.PriorityFencingDelay.ToTimeSpanOrNull())),
                ("node-health-strategy", spec.NodeHealthStrategy switch
                {
                    NodeHealthStrategy.MigrateOnRed => "migrate-on-red",
                    NodeHealthStrategy.OnlyGreen => "only-green",
                    NodeHealthStrategy.Progressive => "progressive",
                    NodeHealthStrategy.Custom => "custom",
                    _ => null,
                }),
                ("node-health-base", health is null ? null : Nv.Score(health.Base)),
                ("node-health-green", health is null ? null : Nv.Score(health.Green)),
                ("node-health-yellow", health is null ? null : Nv.Score(health.Yellow)),
                ("node-health-red", health is { HasRed: true } ? Nv.Score(health.Red) : null),
            ],
            scope));
    }

    /// <summary>Writes the defaults of resources and operations.</summary>
    public static IEnumerable<XElement> Defaults(ExportScope scope)
    {
        var effective = EffectiveCluster.Of(scope.Of(SpecOneofCase.Cluster).FirstOrDefault()?.Cluster);
        yield return new XElement("rsc_defaults", Nv.Set(
            "meta_attributes", "rsc-options", [("resource-stickiness", Nv.Score(effective.Stickiness))], scope));
        yield return new XElement("op_defaults", Nv.Set(
            "meta_attributes", "op-options", [("timeout", Nv.Time(effective.OperationTimeout))], scope));
    }

    private static string Text(uint number) => number.ToString(CultureInfo.InvariantCulture);
}
