using Microkernel.V1;

namespace Microkernel.Scheduling.Internal;

/// <summary>Tells what a recorded failure means at a given time.</summary>
internal static class FailureJudge
{
    private const int MaxDoublings = 6;

    // Soon enough for a passing fault, rare enough for a lasting one: 15 s, doubled with each failure up to 16 min.
    private static readonly TimeSpan FirstRetryDelay = TimeSpan.FromSeconds(15);

    public static FailureVerdict Judge(ResourceDefinition definition, ResourceObservation seen, DateTimeOffset now)
    {
        if (seen.LastFailure is not { } failure)
        {
            return new FailureVerdict(
                seen.FailureCount > 0 || seen.State is ObservedState.Failed or ObservedState.StopFailed,
                seen.State == ObservedState.StopFailed ? definition.OnStopFailure : definition.OnMonitorFailure,
                ExpiresAt: null);
        }

        // A stop that failed is told by the state: later failures of other operations do not hide it.
        var operation = seen.State == ObservedState.StopFailed ? FailedOperation.Stop : failure.Operation;
        var policy = operation switch
        {
            FailedOperation.Start => definition.OnStartFailure,
            FailedOperation.Stop => definition.OnStopFailure,
            _ => definition.OnMonitorFailure,
        };
        var expires = definition.FailureTimeout is { } timeout ? failure.Time + timeout : (DateTimeOffset?)null;
        return new FailureVerdict(expires is null || expires > now, policy, expires);
    }

    /// <summary>
    /// Tells until when a node is not tried again after a failed start. Not for ever, as that bans a node for a fault
    /// long mended; not for no time, as then two nodes would play ping-pong.
    /// </summary>
    public static DateTimeOffset RetryStartAt(FailureVerdict verdict, ResourceObservation seen)
    {
        var doublings = Math.Clamp(seen.FailureCount - 1, 0, MaxDoublings);
        var retry = seen.LastFailure!.Time + (FirstRetryDelay * (1 << doublings));
        return verdict.ExpiresAt is { } expires && expires < retry ? expires : retry;
    }

    /// <summary>Tells whether the failed thing is another than what is declared now: then it has a fresh
    /// chance.</summary>
    public static bool IsOfOldDefinition(ResourceDefinition definition, ResourceObservation seen) =>
        seen.Digest.Length > 0 && definition.Digest.Length > 0 && seen.Digest != definition.Digest;
}
