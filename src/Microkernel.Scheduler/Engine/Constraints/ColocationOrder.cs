namespace Microkernel.Scheduling.Engine;

/// <summary>The order in which the colocations of one resource are looked at: the more important end first.</summary>
internal static class ColocationOrder
{
    public static readonly Comparison<Colocation> ByPrimary = (a, b) => Compare(a, b, a.Primary, b.Primary);

    public static readonly Comparison<Colocation> ByDependent = (a, b) => Compare(a, b, a.Dependent, b.Dependent);

    private static int Compare(Colocation a, Colocation b, Resource x, Resource y)
    {
        if (x.Priority != y.Priority)
        {
            return y.Priority.CompareTo(x.Priority);
        }

        if (x.Kind != y.Kind)
        {
            return y.Kind.CompareTo(x.Kind);
        }

        if (x.IsClone && x.IsPromotable != y.IsPromotable)
        {
            return x.IsPromotable ? -1 : 1;
        }

        return string.CompareOrdinal(a.Name, b.Name);
    }
}
