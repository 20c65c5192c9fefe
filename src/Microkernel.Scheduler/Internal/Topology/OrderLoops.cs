namespace Microkernel.Scheduling.Internal;

/// <summary>Takes orders out that contradict each other: a loop of them could never be kept.</summary>
internal static class OrderLoops
{
    /// <summary>Returns the orders without those that are part of a loop; groups keep theirs.</summary>
    public static List<OrderEdge> Cut(
        List<OrderEdge> orders, int count, Func<int, string> name, List<Notice> notices)
    {
        var component = StrongComponents.Of(
            EdgeTable.By(orders, count, o => o.First, static (a, b) => a.Then.CompareTo(b.Then)));
        bool InLoop(OrderEdge o) => !o.OfGroup && component[o.First] == component[o.Then];
        foreach (var order in orders.Where(InLoop))
        {
            notices.Add(new Notice(NoticeKind.Warning, "order-loop", name(order.Then), null,
                $"{order.Label} is ignored: with other orders it makes a loop between {name(order.First)} and "
                + $"{name(order.Then)}"));
        }

        return [.. orders.Where(o => !InLoop(o))];
    }
}
