using Microkernel.V1;

namespace Microkernel.Model.Validation.Rules;

/// <summary>Clones, and what only clones or only single resources can do.</summary>
internal static class CloneRules
{
    private const uint InstancesMax = 1024;

    public static void Check(V1.Object o, ProblemCollector problems)
    {
        var clone = o.Resource?.Clone_ ?? o.Group?.Clone_;
        var target = o.Resource?.TargetRole ?? o.Group?.TargetRole ?? TargetRole.Unspecified;
        if (target is TargetRole.Promoted or TargetRole.Unpromoted && clone?.Promotable is null && o.Group is not null)
        {
            problems.Add(o, "spec.targetRole", $"{target}", "The group is not promotable", "Started or Stopped");
        }

        if (clone is null)
        {
            return;
        }

        CheckCount(o, clone.HasMax, clone.Max, "max", problems);
        CheckCount(o, clone.HasNodeMax, clone.NodeMax, "nodeMax", problems);
        if (clone is { HasNodeMax: true, NodeMax: > 1, GloballyUnique: false })
        {
            problems.Add(o, "spec.clone.nodeMax", $"{clone.NodeMax}",
                "Instances that are all the same cannot be on a node twice", "1, or globallyUnique: true");
        }

        if (clone.HasMax && clone.Min > clone.Max)
        {
            problems.Add(o, "spec.clone.min", $"{clone.Min}", "More than there are", $"at most {clone.Max}");
        }

        if (clone.Promotable is { } promotable)
        {
            CheckCount(o, promotable.HasMax, promotable.Max, "promotable.max", problems);
            CheckCount(o, promotable.HasNodeMax, promotable.NodeMax, "promotable.nodeMax", problems);
        }
    }

    private static void CheckCount(V1.Object o, bool said, uint count, string field, ProblemCollector problems)
    {
        if (said && count > InstancesMax)
        {
            problems.Add(o, $"spec.clone.{field}", $"{count}", "Out of range", $"0 to {InstancesMax}");
        }
    }
}
