using Microkernel.Model.Validation.Rules;

namespace Microkernel.Model.Validation;

/// <summary>
/// Finds everything in objects that cannot be accepted. Problems come in the order of the objects; none means that
/// the set can be stored. What may surprise but is allowed: see <see cref="Warnings"/>.
/// </summary>
public static class ObjectValidator
{
    /// <summary>Most problems that are listed.</summary>
    public const int ProblemsMax = ProblemCollector.ProblemsMax;

    private static readonly Action<V1.Object, ProblemCollector>[] ObjectRules =
    [
        MetadataRules.Check, FieldRules.Check, ClusterRules.Check, NodeRules.Check, RingRules.Check, FencingRules.Check,
        ResourceRules.Check, CloneRules.Check, LocationRules.Check, ColocationRules.Check, OrderRules.Check,
        SecretRules.Check,
    ];

    private static readonly Action<ObjectSet, ProblemCollector>[] SetRules =
    [
        UniquenessRules.Check, ReferenceRules.Check, GroupRules.Check, CycleRules.Check,
    ];

    /// <summary>Checks one object by itself.</summary>
    public static IReadOnlyList<FieldProblem> Validate(V1.Object @object)
    {
        var problems = new ProblemCollector();
        Check(@object, problems);
        return problems.Problems;
    }

    /// <summary>Checks each object, and then all of them together as the whole configuration.</summary>
    public static IReadOnlyList<FieldProblem> ValidateSet(IReadOnlyCollection<V1.Object> all)
    {
        var problems = new ProblemCollector();
        foreach (var @object in all)
        {
            Check(@object, problems);
        }

        // Rules over the whole read specs, so objects without one must be mended first.
        if (all.All(o => o.Spec() is not null))
        {
            var set = new ObjectSet(all);
            foreach (var rule in SetRules)
            {
                rule(set, problems);
            }
        }

        return problems.Problems;
    }

    private static void Check(V1.Object @object, ProblemCollector problems)
    {
        if (@object.Spec() is null)
        {
            problems.Add(@object, "kind", null, "The object has no spec, so no kind", $"one of {Kinds.Names}");
            return;
        }

        foreach (var rule in ObjectRules)
        {
            rule(@object, problems);
        }
    }
}
