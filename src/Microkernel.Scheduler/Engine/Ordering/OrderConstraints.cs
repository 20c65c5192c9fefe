namespace Microkernel.Scheduling.Engine;

/// <summary>Turns what operators say of order into orders between actions.</summary>
internal static class OrderConstraints
{
    /// <summary>Adds one order, and its opposite for stops.</summary>
    public static void Add(
        Cluster cluster, Resource first, string firstTask, Resource then, string thenTask, V1.OrderKind kind,
        bool symmetrical)
    {
        if (kind == V1.OrderKind.Serialize)
        {
            AddOne(cluster, first, firstTask, then, thenTask, OrderType.Serialize | OrderType.Optional);
            return;
        }

        AddOne(cluster, first, firstTask, then, thenTask, TypeOf(firstTask, kind, symmetrical, isInverse: false));
        if (!symmetrical)
        {
            return;
        }

        var (inverseThen, inverseFirst) = (Inverse(thenTask), Inverse(firstTask));
        AddOne(cluster, then, inverseThen, first, inverseFirst,
            TypeOf(inverseThen, kind, symmetrical, isInverse: true));
    }

    /// <summary>Returns what undoes a task.</summary>
    public static string Inverse(string task) => task switch
    {
        Tasks.Start => Tasks.Stop,
        Tasks.Stop => Tasks.Start,
        Tasks.Promote => Tasks.Demote,
        Tasks.Demote => Tasks.Promote,
        Tasks.Started => Tasks.Stopped,
        Tasks.Stopped => Tasks.Started,
        Tasks.Promoted => Tasks.Demoted,
        Tasks.Demoted => Tasks.Promoted,
        _ => task,
    };

    /// <summary>Returns what an order means for both actions.</summary>
    public static OrderType TypeOf(string firstTask, V1.OrderKind kind, bool symmetrical, bool isInverse)
    {
        if (kind != V1.OrderKind.Mandatory)
        {
            return OrderType.Optional;
        }

        if (!symmetrical)
        {
            return OrderType.Optional | OrderType.Asymmetrical;
        }

        if (isInverse)
        {
            return OrderType.Optional | OrderType.ImpliesFirst;
        }

        return OrderType.Optional | OrderType.ImpliesThen
            | (firstTask is Tasks.Start or Tasks.Promote ? OrderType.RunnableFirst : OrderType.None);
    }

    /// <summary>Adds an order after a number of instances of a clone, or members of a set: that many are enough.
    /// </summary>
    public static void AddAnyOf(
        Cluster cluster, IEnumerable<Resource> firsts, string firstTask, int needed, OrderType type,
        IEnumerable<(Resource Resource, string Task)> thens)
    {
        var enough = new GraphAction(cluster.Actions.Count, null, Tasks.OneOrMore, null, 0)
        {
            Optional = true,
            Pseudo = true,
            NeedsAny = true,
            NeededBefore = needed,
        };
        cluster.Actions.Add(enough);
        foreach (var first in firsts)
        {
            cluster.Orderings.Add(new Ordering(first, firstTask, null, Tasks.OneOrMore, OrderType.OneOrMore)
            {
                ThenAction = enough,
            });
        }

        foreach (var (then, task) in thens)
        {
            cluster.Orderings.Add(new Ordering(null, Tasks.OneOrMore, then, task, type | OrderType.RunnableFirst)
            {
                FirstAction = enough,
            });
        }
    }

    /// <summary>Adds one order, and what it means for live migrations.</summary>
    public static void AddOne(
        Cluster cluster, Resource first, string firstTask, Resource then, string thenTask, OrderType type)
    {
        var ordering = new Ordering(first, firstTask, then, thenTask, type);
        cluster.Orderings.Add(ordering);
        LiveMigration.AddEquivalents(cluster, ordering);
    }
}
