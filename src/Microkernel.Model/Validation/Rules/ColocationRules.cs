using Microkernel.V1;

namespace Microkernel.Model.Validation.Rules;

/// <summary>Colocations by themselves: a pair, or sets.</summary>
internal static class ColocationRules
{
    public static void Check(V1.Object o, ProblemCollector problems)
    {
        if (o.Colocation is not { } colocation)
        {
            return;
        }

        if (colocation.Score == 0)
        {
            problems.Add(
                o, "spec.score", null, "Missing, or 0, which says nothing", "a score, INFINITY or -INFINITY");
        }

        SetRules.CheckEither(
            o, colocation.Resource, "resource", colocation.With, "with", colocation.Sets.Count, problems);
        if (colocation.Resource.Length > 0 && colocation.Resource == colocation.With)
        {
            problems.Add(o, "spec.with", colocation.With, "A resource cannot follow itself",
                "another resource or group");
        }

        SetRules.Check(o, colocation.Sets, problems);
        for (var i = 0; i < colocation.Sets.Count; i++)
        {
            if (colocation.Sets[i].Action != OrderAction.Unspecified)
            {
                problems.Add(o, $"spec.sets[{i}].action", $"{colocation.Sets[i].Action}",
                    "A colocation looks at roles, not at actions", "role");
            }
        }
    }
}
