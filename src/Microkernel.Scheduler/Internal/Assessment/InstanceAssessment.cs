using Microkernel.V1;

namespace Microkernel.Scheduling.Internal;

/// <summary>Judges what is active, what is broken, and which failures count.</summary>
internal static class InstanceAssessment
{
    public static void Assess(ClusterView view)
    {
        foreach (var resource in view.Resources)
        {
            Assess(view, resource);
        }

        foreach (var orphan in view.Orphans)
        {
            Assess(view, orphan);
        }
    }

    private static void Assess(ClusterView view, ResourceView resource)
    {
        foreach (var instance in resource.Instances)
        {
            var seen = instance.Seen;
            var verdict = FailureJudge.Judge(resource.Definition, seen, view.Input.Time);
            if (verdict.Counts && seen.State != ObservedState.StopFailed
                && (verdict.Policy == OnFail.Ignore || FailureJudge.IsOfOldDefinition(resource.Definition, seen)))
            {
                verdict = verdict with { Counts = false };
            }

            if (verdict.Counts && (seen.FailureCount > 0 || seen.State != ObservedState.Started))
            {
                view.Recheck(verdict.ExpiresAt);
            }

            instance.Failure = verdict;
            instance.Broken = seen.State switch
            {
                ObservedState.Failed => verdict.Policy != OnFail.Ignore,
                ObservedState.StopFailed => true,
                _ => false,
            };
            instance.Active = seen.State switch
            {
                ObservedState.Started or ObservedState.Failed => true,
                ObservedState.StopFailed => verdict.Policy != OnFail.Ignore,
                _ => seen.Pending is PendingOperation.Start or PendingOperation.Stop,
            };
        }
    }
}
