namespace Microkernel.Scheduling.Engine;

/// <summary>Which colocations count for a resource: its own, and those of what it is a part of.</summary>
internal static class ColocationLists
{
    private static readonly List<Colocation> None = [];

    /// <summary>Returns what a resource follows, the most important first.</summary>
    public static List<Colocation> Follows(Resource resource)
    {
        if (resource.Parent is null)
        {
            return resource.Follows.Count == 0 ? None : Sorted(resource.Follows, ColocationOrder.ByPrimary);
        }

        var all = new List<Colocation>(resource.Follows);
        AddOfParent(resource.Parent, resource, resource, all, follows: true);
        return all.Count == 0 ? None : Sorted(all, ColocationOrder.ByPrimary);
    }

    /// <summary>Returns what follows a resource, the most important first.</summary>
    public static List<Colocation> Followers(Resource resource)
    {
        if (resource.Parent is null)
        {
            return resource.Followers.Count == 0 ? None : Sorted(resource.Followers, ColocationOrder.ByDependent);
        }

        var all = new List<Colocation>(resource.Followers);
        AddOfParent(resource.Parent, resource, resource, all, follows: false);
        return all.Count == 0 ? None : Sorted(all, ColocationOrder.ByDependent);
    }

    // What a group follows counts for its first member, what follows a group for its last one. Instances have those of
    // their clone from when they are placed.
    private static void AddOfParent(
        Resource parent, Resource child, Resource origin, List<Colocation> all, bool follows)
    {
        if (parent.Kind != ResourceKind.Group)
        {
            return;
        }

        var counts = follows ? child == parent.Children[0] : child == parent.Children[^1];
        var own = follows ? parent.Follows : parent.Followers;
        if (counts)
        {
            all.AddRange(own);
        }
        else if (follows && parent.Children.TakeWhile(c => c != child).All(c => !c.Managed))
        {
            // Members before it stay wherever they are, so nobody else sees to what is mandatory.
            all.AddRange(own.Where(c => c.Score >= Score.Infinity));
        }
    }

    private static List<Colocation> Sorted(List<Colocation> list, Comparison<Colocation> order)
    {
        if (list.Count > 1)
        {
            // Sorting must keep the order of equals.
            return [.. list.Order(Comparer<Colocation>.Create(order))];
        }

        return list;
    }
}
