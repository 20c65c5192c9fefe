namespace Microkernel.Scheduling.Internal;

/// <summary>Sorts edges by one of their ends.</summary>
internal static class EdgeTable
{
    /// <summary>Lists the edges of each resource; resources without any share one empty list.</summary>
    public static T[][] By<T>(IReadOnlyCollection<T> edges, int count, Func<T, int> end, Comparison<T> within)
    {
        var lists = new List<T>?[count];
        foreach (var edge in edges)
        {
            (lists[end(edge)] ??= []).Add(edge);
        }

        var table = new T[count][];
        for (var i = 0; i < count; i++)
        {
            if (lists[i] is not { } list)
            {
                table[i] = [];
                continue;
            }

            list.Sort(within);
            table[i] = [.. list];
        }

        return table;
    }
}
