using Microkernel.Model.Validation.Surprises;

namespace Microkernel.Model.Validation;

/// <summary>Finds what is allowed in a whole configuration and will surprise, for people to read.</summary>
public static class Warnings
{
    private const int WarningsMax = 100;

    private static readonly Func<ObjectSet, IEnumerable<string>>[] Checks =
    [
        FencingSurprises.Find, ShootOutSurprises.Find, RingSurprises.Find, ResourceSurprises.Find,
        ConstraintSurprises.Find, LimitSurprises.Find,
    ];

    /// <summary>Returns one sentence for each, the most dangerous first; at most 100.</summary>
    /// <param name="all">The whole configuration; it is to be valid (<see cref="ObjectValidator"/>).</param>
    public static IReadOnlyList<string> Find(IReadOnlyCollection<V1.Object> all)
    {
        var set = new ObjectSet([.. all.Where(o => o.Spec() is not null)]);
        return [.. Checks.SelectMany(check => check(set)).Take(WarningsMax)];
    }
}
