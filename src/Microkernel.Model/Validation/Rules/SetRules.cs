using Google.Protobuf.Collections;
using Microkernel.V1;

namespace Microkernel.Model.Validation.Rules;

/// <summary>Sets of resources in constraints.</summary>
internal static class SetRules
{
    /// <summary>Checks that a constraint speaks of a pair or of sets, not of both and not of neither.</summary>
    public static void CheckEither(
        V1.Object o, string first, string firstField, string second, string secondField, int sets,
        ProblemCollector problems)
    {
        foreach (var (value, field) in new[] { (first, firstField), (second, secondField) })
        {
            if (value.Length == 0 && sets == 0)
            {
                problems.Add(o, $"spec.{field}", null, "Missing", "the name of a Resource or Group, or sets");
            }
            else if (value.Length > 0 && sets > 0)
            {
                problems.Add(o, $"spec.{field}", value, "Not together with sets", "a pair, or sets");
            }
        }
    }

    /// <summary>Checks each set.</summary>
    public static void Check(V1.Object o, RepeatedField<ResourceSet> sets, ProblemCollector problems)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < sets.Count; i++)
        {
            for (var j = 0; j < sets[i].Resources.Count; j++)
            {
                if (!seen.Add(sets[i].Resources[j]))
                {
                    problems.Add(o, $"spec.sets[{i}].resources[{j}]", sets[i].Resources[j],
                        "The resource is in the sets twice");
                }
            }
        }

        if (sets.Count == 1 && sets[0].Resources.Count == 1)
        {
            problems.Add(o, "spec.sets[0].resources", sets[0].Resources[0],
                "One resource alone has nothing to be set against", "two resources or more");
        }
    }
}
