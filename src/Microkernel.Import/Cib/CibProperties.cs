using Google.Protobuf.WellKnownTypes;
using Microkernel.Model;
using Microkernel.V1;
using static Microkernel.Import.ImportSeverity;

namespace Microkernel.Import.Cib;

/// <summary>Properties of the cluster: crm_config.</summary>
internal static class CibProperties
{
    public static void Import(CibScope cib)
    {
        // Pacemaker's default where ours is another.
        cib.Cluster.Object.Cluster.StartFailureIsFatal = true;
        cib.Cluster.Comment("spec.startFailureIsFatal", "Pacemaker's default");
        foreach (var section in cib.Configuration.TakeChildren("crm_config").ToList())
        {
            // Heartbeat 2 had the pairs right here.
            foreach (var pair in NvPairs.Read(section, "cluster_property_set", cib.Context)
                .Concat(section.TakeChildren("nvpair").Select(
                    e => new NvPair(e.Take("name") ?? string.Empty, e.Take("value") ?? string.Empty, e))).ToList())
            {
                pair.Element.TakeWhole();
                Import(pair, cib);
            }
        }
    }

    private static void Import(NvPair pair, CibScope cib)
    {
        var (spec, context, draft) = (cib.Cluster.Object.Cluster, cib.Context, cib.Cluster);
        var name = pair.Name.Replace('_', '-');
        if (CibPropertyFlags.Set(name, pair.Value, spec))
        {
            context.Say(Mapped, pair.Element, $"{draft.Object.Title()} {CibPropertyFlags.FieldOf(name)}");
            return;
        }

        switch (name)
        {
            case "no-quorum-policy":
                ImportNoQuorum(pair, spec, draft, context);
                break;
            case "default-resource-stickiness" when CibValues.Score(pair.Value) is { } stickiness:
                spec.Stickiness = stickiness;
                context.Say(Mapped, pair.Element, $"{draft.Object.Title()} stickiness");
                break;
            case "placement-strategy":
                ImportStrategy(pair, spec, context);
                break;
            case "node-health-strategy":
                ImportHealth(pair, spec, context);
                break;
            case "node-health-base" or "node-health-green" or "node-health-yellow" or "node-health-red"
                when CibValues.Score(pair.Value) is { } health:
                SetHealth(name, health, spec.NodeHealthScores ??= new NodeHealthScores());
                context.Say(Mapped, pair.Element, $"{draft.Object.Title()} nodeHealthScores");
                break;
            case "batch-limit" when int.TryParse(pair.Value, out var batch):
                spec.BatchLimit = batch > 0 ? (uint)batch : 0;
                context.Say(Mapped, pair.Element, $"{draft.Object.Title()} batchLimit");
                break;
            case "migration-limit" when int.TryParse(pair.Value, out var migrations):
                spec.MigrationLimit = migrations > 0 ? (uint)migrations : 0;
                context.Say(Mapped, pair.Element, $"{draft.Object.Title()} migrationLimit");
                break;
            case "shutdown-lock-limit" when CibValues.Time(pair.Value) is { } limit:
                spec.ShutdownLockLimit = Duration.FromTimeSpan(limit);
                context.Say(Mapped, pair.Element, $"{draft.Object.Title()} shutdownLockLimit");
                break;
            case "priority-fencing-delay" when CibValues.Time(pair.Value) is { } delay:
                spec.PriorityFencingDelay = Duration.FromTimeSpan(delay);
                context.Say(Mapped, pair.Element, $"{draft.Object.Title()} priorityFencingDelay");
                break;
            case "default-action-timeout" when CibValues.Time(pair.Value) is { } timeout:
                spec.OperationTimeout = Duration.FromTimeSpan(timeout);
                context.Say(Mapped, pair.Element, $"{draft.Object.Title()} operationTimeout");
                break;
            case "stonith-timeout" when CibValues.Time(pair.Value) is { } shot:
                cib.Defaults.FenceTimeout = shot;
                context.Say(Mapped, pair.Element, "timeout of each FenceDevice that does not say its own");
                break;
            default:
                var (severity, outcome) = CibLosses.OfProperty(name);
                context.Say(severity, pair.Element, outcome, severity == Mapped ? null : draft);
                break;
        }
    }

    private static void ImportNoQuorum(NvPair pair, ClusterSpec spec, ObjectDraft draft, ImportContext context)
    {
        spec.NoQuorumPolicy = pair.Value.ToUpperInvariant() switch
        {
            "STOP" => NoQuorumPolicy.Stop,
            "FREEZE" => NoQuorumPolicy.Freeze,
            "IGNORE" => NoQuorumPolicy.Ignore,
            "DEMOTE" => NoQuorumPolicy.Demote,
            "SUICIDE" or "FENCE" => NoQuorumPolicy.Fence,
            _ => NoQuorumPolicy.Unspecified,
        };
        if (spec.NoQuorumPolicy == NoQuorumPolicy.Unspecified)
        {
            CibValues.Wrong(pair, "stop, freeze, ignore, demote or suicide", context);
        }
        else if (spec.NoQuorumPolicy == NoQuorumPolicy.Ignore)
        {
            // Nothing can be decided without a quorum, so nothing could be started in spite of its loss.
            spec.NoQuorumPolicy = NoQuorumPolicy.Freeze;
            context.Say(
                ChangedMeaning,
                pair.Element,
                "noQuorumPolicy Freeze: what runs goes on, and nothing is started until there is a quorum; of two nodes"
                    + " the survivor has one as soon as the other is fenced",
                draft);
        }
        else
        {
            context.Say(Mapped, pair.Element, $"{draft.Object.Title()} noQuorumPolicy {spec.NoQuorumPolicy}");
        }
    }

    private static void ImportStrategy(NvPair pair, ClusterSpec spec, ImportContext context)
    {
        spec.PlacementStrategy = pair.Value.ToUpperInvariant() switch
        {
            "DEFAULT" => PlacementStrategy.None,
            "UTILIZATION" => PlacementStrategy.Utilization,
            "BALANCED" => PlacementStrategy.Balanced,
            "MINIMAL" => PlacementStrategy.Minimal,
            _ => PlacementStrategy.Unspecified,
        };
        Said(pair, spec.PlacementStrategy == PlacementStrategy.Unspecified, "default, utilization, balanced or minimal",
            "placementStrategy", context);
    }

    private static void ImportHealth(NvPair pair, ClusterSpec spec, ImportContext context)
    {
        spec.NodeHealthStrategy = pair.Value.ToUpperInvariant() switch
        {
            "NONE" => NodeHealthStrategy.None,
            "MIGRATE-ON-RED" => NodeHealthStrategy.MigrateOnRed,
            "ONLY-GREEN" => NodeHealthStrategy.OnlyGreen,
            "PROGRESSIVE" => NodeHealthStrategy.Progressive,
            "CUSTOM" => NodeHealthStrategy.Custom,
            _ => NodeHealthStrategy.Unspecified,
        };
        Said(pair, spec.NodeHealthStrategy == NodeHealthStrategy.Unspecified,
            "none, migrate-on-red, only-green, progressive or custom", "nodeHealthStrategy", context);
    }

    private static void Said(NvPair pair, bool wrong, string expected, string field, ImportContext context)
    {
        if (wrong)
        {
            CibValues.Wrong(pair, expected, context);
        }
        else
        {
            context.Say(Mapped, pair.Element, $"Cluster/cluster {field}");
        }
    }

    private static void SetHealth(string name, int score, NodeHealthScores scores)
    {
        switch (name)
        {
            case "node-health-base":
                scores.Base = score;
                break;
            case "node-health-green":
                scores.Green = score;
                break;
            case "node-health-yellow":
                scores.Yellow = score;
                break;
            default:
                scores.Red = score;
                break;
        }
    }
}
