using Google.Protobuf.WellKnownTypes;
using static Microkernel.Import.ImportSeverity;

namespace Microkernel.Import.Cib;

/// <summary>rsc_defaults and op_defaults: what each resource and operation has that says nothing else.</summary>
internal sealed class CibDefaults
{
    /// <summary>Gets defaults of resources, by the names of meta attributes.</summary>
    public Dictionary<string, NvPair> Resource { get; } = new(StringComparer.Ordinal);

    /// <summary>Gets or sets the default of on-fail; null when there is none.</summary>
    public NvPair? OnFail { get; set; }

    /// <summary>Gets or sets the timeout of fencing; null when nothing is said.</summary>
    public TimeSpan? FenceTimeout { get; set; }

    public static void Read(CibScope cib)
    {
        foreach (var section in cib.Configuration.TakeChildren("rsc_defaults").ToList())
        {
            foreach (var pair in NvPairs.Read(section, "meta_attributes", cib.Context))
            {
                ReadResource(pair, cib);
            }
        }

        foreach (var section in cib.Configuration.TakeChildren("op_defaults").ToList())
        {
            foreach (var pair in NvPairs.Read(section, "meta_attributes", cib.Context))
            {
                ReadOperation(pair, cib);
            }
        }
    }

    private static void ReadResource(NvPair pair, CibScope cib)
    {
        if (pair.Name.Replace('_', '-') == "resource-stickiness" && CibValues.Score(pair.Value) is { } stickiness)
        {
            cib.Cluster.Object.Cluster.Stickiness = stickiness;
            cib.Context.Say(Mapped, pair.Element, "Cluster/cluster stickiness");
            return;
        }

        cib.Defaults.Resource[pair.Name] = pair;
        cib.Context.Say(Mapped, pair.Element, "set on each Resource that does not say otherwise");
    }

    private static void ReadOperation(NvPair pair, CibScope cib)
    {
        var spec = cib.Cluster.Object.Cluster;
        switch (pair.Name)
        {
            case "timeout" when CibValues.Time(pair.Value) is { } timeout:
                spec.OperationTimeout = Duration.FromTimeSpan(timeout);
                cib.Context.Say(Mapped, pair.Element, "Cluster/cluster operationTimeout");
                break;
            case "interval" when CibValues.Time(pair.Value) is { Ticks: > 0 } interval:
                spec.MonitorInterval = Duration.FromTimeSpan(interval);
                cib.Context.Say(Mapped, pair.Element, "Cluster/cluster monitorInterval");
                break;
            case "on-fail":
                cib.Defaults.OnFail = pair;
                cib.Context.Say(Mapped, pair.Element, "onFail of each operation that does not say otherwise");
                break;
            case "record-pending":
                cib.Context.Say(Mapped, pair.Element, "what is under way is always shown");
                break;
            default:
                cib.Context.Say(NoCounterpart, pair.Element, "there is no default for this; set it where it shall hold");
                break;
        }
    }
}
