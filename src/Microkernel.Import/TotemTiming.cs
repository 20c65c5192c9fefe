using Google.Protobuf.WellKnownTypes;
using Microkernel.Import.Sources;
using Microkernel.Model;
using Microkernel.V1;

namespace Microkernel.Import;

/// <summary>Takes the token timeout of the totem protocol as the silence after which a node is lost.</summary>
internal static class TotemTiming
{
    // The file has milliseconds; an hour is the most that heartbeatTimeout takes.
    private const int MillisecondsMax = 3_600_000;

    // Range of heartbeatInterval, and the least number of heartbeats in heartbeatTimeout.
    private static readonly TimeSpan IntervalMin = TimeSpan.FromMilliseconds(10);
    private const int BeatsMin = 3;

    public static void Import(SourceElement totem, ClusterSpec spec, ObjectDraft draft, ImportContext context)
    {
        if (totem.Find("token") is not { } token
            || context.Number(token, 1, MillisecondsMax) is not { } milliseconds)
        {
            return;
        }

        var timeout = TimeSpan.FromMilliseconds(milliseconds);
        if (timeout < BeatsMin * Defaults.HeartbeatInterval)
        {
            var interval = TimeSpan.FromMilliseconds(Math.Max(IntervalMin.Milliseconds, milliseconds / BeatsMin));
            spec.HeartbeatInterval = Duration.FromTimeSpan(interval);
            timeout = TimeSpan.FromTicks(Math.Max(timeout.Ticks, (BeatsMin * interval).Ticks));
        }

        spec.HeartbeatTimeout = Duration.FromTimeSpan(timeout);
        draft.Comment("spec.heartbeatTimeout", $"was totem token={token.Value}");
        context.Say(
            ImportSeverity.ChangedMeaning,
            token,
            $"heartbeatTimeout {DurationText.Format(timeout)}: silence on every ring, not loss of a token; without it"
                + $" {DurationText.Format(Defaults.HeartbeatTimeout)} is the default, which fails over sooner",
            draft);
    }
}
