namespace Microkernel.Scheduling.Engine;

/// <summary>Orders two actions.</summary>
internal static class ActionLinks
{
    /// <summary>Orders one action before another; answers whether that says anything new.</summary>
    public static bool Link(GraphAction? first, GraphAction? then, OrderType type)
    {
        if (first is null || then is null || type == OrderType.None || first == then)
        {
            return false;
        }

        // The shorter of the two lists is looked through.
        var links = first.After.Count <= then.Before.Count ? first.After : then.Before;
        foreach (var known in links)
        {
            if (known.First == first && known.Then == then && (known.Type & type) == type)
            {
                return false;
            }
        }

        var link = new ActionLink(first, then, type);
        first.After.Add(link);
        then.Before.Add(link);
        return true;
    }
}
