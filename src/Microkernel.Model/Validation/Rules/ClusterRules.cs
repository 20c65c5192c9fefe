using Google.Protobuf.WellKnownTypes;

namespace Microkernel.Model.Validation.Rules;

/// <summary>Timing of the cluster.</summary>
internal static class ClusterRules
{
    private static readonly TimeSpan HeartbeatIntervalMin = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan HeartbeatIntervalMax = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongMax = TimeSpan.FromHours(1);
    private static readonly TimeSpan KeyLifetimeMin = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan KeyLifetimeMax = TimeSpan.FromDays(7);

    public static void Check(V1.Object o, ProblemCollector problems)
    {
        if (o.Cluster is not { } spec)
        {
            return;
        }

        var millisecond = TimeSpan.FromMilliseconds(1);
        InRange(o, spec.HeartbeatInterval, "heartbeatInterval", HeartbeatIntervalMin, HeartbeatIntervalMax, problems);
        InRange(o, spec.CoreTimeout, "coreTimeout", millisecond, LongMax, problems);
        InRange(o, spec.PostJoinDelay, "postJoinDelay", TimeSpan.Zero, LongMax, problems);
        InRange(o, spec.QuorumLossTimeout, "quorumLossTimeout", TimeSpan.Zero, LongMax, problems);
        InRange(o, spec.OperationTimeout, "operationTimeout", millisecond, TimeSpan.FromDays(1), problems);
        InRange(o, spec.MonitorInterval, "monitorInterval", millisecond, TimeSpan.FromDays(1), problems);
        InRange(o, spec.HeartbeatTimeout, "heartbeatTimeout", millisecond, LongMax, problems);

        if (spec.HeartbeatKeyLifetime.ToTimeSpanOrNull() is { Ticks: > 0 })
        {
            InRange(o, spec.HeartbeatKeyLifetime, "heartbeatKeyLifetime", KeyLifetimeMin, KeyLifetimeMax, problems);
        }

        var effective = EffectiveCluster.Of(spec);
        if (effective.HeartbeatTimeout < 3 * effective.HeartbeatInterval)
        {
            problems.Add(
                o,
                "spec.heartbeatTimeout",
                DurationText.Format(effective.HeartbeatTimeout),
                "Too short: one or two lost heartbeats would fence a node",
                $"at least three heartbeat intervals, {DurationText.Format(3 * effective.HeartbeatInterval)}");
        }
    }

    private static void InRange(
        V1.Object o, Duration? duration, string field, TimeSpan min, TimeSpan max, ProblemCollector problems)
    {
        if (duration.ToTimeSpanOrNull() is { } span && span >= TimeSpan.Zero && (span < min || span > max))
        {
            problems.Add(
                o,
                $"spec.{field}",
                DurationText.Format(span),
                "Out of range",
                $"{DurationText.Format(min)} to {DurationText.Format(max)}");
        }
    }
}
