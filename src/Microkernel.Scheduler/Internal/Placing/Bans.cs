using System.Globalization;
using Microkernel.V1;

namespace Microkernel.Scheduling.Internal;

/// <summary>Tells where a resource may not run for what happened to it there.</summary>
internal static class Bans
{
    /// <summary>Tells why a resource may not run where an instance was seen; null when it may.</summary>
    public static string? Of(ClusterView view, ResourceView resource, Instance instance)
    {
        if (!instance.Failure.Counts || instance.Seen.State == ObservedState.StopFailed)
        {
            return null;
        }

        var seen = instance.Seen;
        var threshold = resource.Definition.MigrationThreshold;
        if (threshold > 0 && seen.FailureCount >= threshold)
        {
            return $"it failed there {Words.Times(seen.FailureCount)}, and its migration threshold is {threshold}";
        }

        if (seen.LastFailure is not { } failure)
        {
            return null;
        }

        if (failure.Scope == FailureScope.Node)
        {
            return $"it {Words.Failed(instance)} there in a way that another try does not mend";
        }

        if (failure.Operation == FailedOperation.Start && seen.State != ObservedState.Started
            && instance.Failure.Policy is OnFail.Restart or OnFail.Unspecified)
        {
            var retryAt = FailureJudge.RetryStartAt(instance.Failure, seen);
            if (retryAt > view.Input.Time)
            {
                view.Recheck(retryAt);
                var at = retryAt.UtcDateTime.ToString("HH:mm:ss", CultureInfo.InvariantCulture);
                return $"it {Words.Failed(instance)} there and is tried there again after {at} UTC";
            }
        }

        return null;
    }
}
