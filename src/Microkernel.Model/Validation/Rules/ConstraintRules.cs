namespace Microkernel.Model.Validation.Rules;

/// <summary>Constraints by themselves.</summary>
internal static class ConstraintRules
{
    public static void Check(V1.Object o, ProblemCollector problems)
    {
        if (o is { Location.Score: 0 } or { Colocation.Score: 0 })
        {
            problems.Add(
                o, "spec.score", null, "Missing, or 0, which says nothing", "a score, INFINITY or -INFINITY");
        }

        if (o.Colocation is { Resource.Length: > 0 } colocation && colocation.Resource == colocation.With)
        {
            problems.Add(o, "spec.with", colocation.With, "A resource cannot follow itself",
                "another resource or group");
        }

        if (o.Order is { First.Length: > 0 } order && order.First == order.Then)
        {
            problems.Add(o, "spec.then", order.Then, "A resource cannot wait for itself", "another resource or group");
        }
    }
}
