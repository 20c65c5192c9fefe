namespace Microkernel.Scheduling.Internal;

/// <summary>Strongly connected components (Tarjan, 1972), without recursion.</summary>
internal static class StrongComponents
{
    /// <summary>Numbers the component of each resource; in one component are those that reach each other.</summary>
    public static int[] Of(OrderEdge[][] edges)
    {
        var count = edges.Length;
        var component = new int[count];
        var index = new int[count];
        var low = new int[count];
        var open = new Stack<int>();
        var work = new Stack<(int Resource, int Next)>();
        var seen = 0;
        var components = 0;
        for (var root = 0; root < count; root++)
        {
            if (index[root] == 0)
            {
                Visit(root);
            }

            while (work.TryPop(out var frame))
            {
                var (at, next) = frame;
                if (next < edges[at].Length)
                {
                    work.Push((at, next + 1));
                    var to = edges[at][next].Then;
                    if (index[to] == 0)
                    {
                        Visit(to);
                    }
                    else if (component[to] == 0)
                    {
                        low[at] = Math.Min(low[at], index[to]);
                    }

                    continue;
                }

                if (low[at] == index[at])
                {
                    components++;
                    int member;
                    do
                    {
                        member = open.Pop();
                        component[member] = components;
                    }
                    while (member != at);
                }

                if (work.TryPeek(out var parent))
                {
                    low[parent.Resource] = Math.Min(low[parent.Resource], low[at]);
                }
            }
        }

        return component;

        void Visit(int resource)
        {
            index[resource] = low[resource] = ++seen;
            open.Push(resource);
            work.Push((resource, 0));
        }
    }
}
