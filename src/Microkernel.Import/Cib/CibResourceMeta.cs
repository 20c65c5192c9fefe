using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using Microkernel.Model;
using Microkernel.V1;
using static Microkernel.Import.ImportSeverity;

namespace Microkernel.Import.Cib;

/// <summary>Meta attributes that only resources have here.</summary>
internal static class CibResourceMeta
{
    /// <summary>Returns the field and what sets it; null when the name or the value is none.</summary>
    public static (string Field, Action<ResourceSpec> Set)? Find(string name, string value)
    {
        switch (name)
        {
            case "migration-threshold" when CibValues.Score(value) is { } threshold and >= 0:
                // INFINITY is never, as 0 is here; 0 is never too.
                var count = threshold >= Scores.Infinity ? 0 : (uint)threshold;
                return ("migrationThreshold", r => r.MigrationThreshold = count);
            case "failure-timeout" when CibValues.Time(value) is { } time:
                return ("failureTimeout", r => r.FailureTimeout = time == TimeSpan.Zero ? null : Duration.FromTimeSpan(time));
            case "allow-migrate" when CibValues.Flag(value) is { } migrate:
                return ("allowMigrate", r => r.AllowMigrate = migrate);
            case "critical" when CibValues.Flag(value) is { } critical:
                return ("critical", r => r.Critical = critical);
            case "allow-unhealthy-nodes" when CibValues.Flag(value) is { } unhealthy:
                return ("allowUnhealthyNodes", r => r.AllowUnhealthyNodes = unhealthy);
            case "requires" when RequiresOf(value) is not Requires.Unspecified and var requires:
                return ("requires", r => r.Requires = requires);
            case "multiple-active" when MultipleOf(value) is not MultipleActive.Unspecified and var multiple:
                return ("multipleActive", r => r.MultipleActive = multiple);
            default:
                return null;
        }
    }

    /// <summary>Says why a meta attribute has no counterpart.</summary>
    public static (ImportSeverity Severity, string Outcome) LossOf(string name, string value) => name switch
    {
        "migration-threshold" or "failure-timeout" or "allow-migrate" or "critical" or "requires" or "multiple-active"
            or "target-role" or "is-managed" or "resource-stickiness" or "priority" or "maintenance"
            or "allow-unhealthy-nodes" =>
            (Error, $"\"{value}\" is no value of {name}"),
        "resource-failure-stickiness" or "resource_failure_stickiness" =>
            (NoCounterpart, "migrationThreshold counts failures"),
        "remote-node" or "remote-addr" or "remote-port" or "remote-connect-timeout" or "remote-allow-migrate" =>
            (NoCounterpart, "a node without a core of its own has no counterpart"),
        "clone-max" or "clone-node-max" or "interleave" or "ordered" or "globally-unique" or "notify" =>
            (NoCounterpart, "it counts at a clone alone"),
        "container" => (NoCounterpart, "containers that the cluster makes have no counterpart"),
        _ => (NoCounterpart, "it is not known"),
    };

    private static Requires RequiresOf(string value) => value.ToUpperInvariant() switch
    {
        "NOTHING" => Requires.Nothing,
        "QUORUM" => Requires.Quorum,
        "FENCING" => Requires.Fencing,
        "UNFENCING" => Requires.Unfencing,
        _ => Requires.Unspecified,
    };

    private static MultipleActive MultipleOf(string value) => value.ToUpperInvariant() switch
    {
        "STOP_START" => MultipleActive.StopStart,
        "STOP_ONLY" => MultipleActive.StopOnly,
        "BLOCK" => MultipleActive.Block,
        "STOP_UNEXPECTED" => MultipleActive.StopUnexpected,
        _ => MultipleActive.Unspecified,
    };
}
