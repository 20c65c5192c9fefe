namespace Microkernel.Scheduling.Engine;

/// <summary>Puts steps into an order in which each comes after all that it waits for.</summary>
internal static class TransitionSort
{
    /// <summary>Sorts; where steps wait for each other in a circle, the circle is cut at its first step.</summary>
    public static List<TransitionStep> Sort(List<TransitionStep> steps)
    {
        var sorted = new List<TransitionStep>(steps.Count);
        var state = new Dictionary<TransitionStep, bool>(steps.Count);
        var stack = new Stack<(TransitionStep Step, int Next)>();
        foreach (var root in steps)
        {
            if (!state.TryAdd(root, false))
            {
                continue;
            }

            stack.Push((root, 0));
            while (stack.TryPop(out var top))
            {
                var (step, next) = top;
                if (next < step.After.Count)
                {
                    stack.Push((step, next + 1));
                    var before = step.After[next];
                    if (state.TryAdd(before, false))
                    {
                        stack.Push((before, 0));
                    }
                    else if (!state[before])
                    {
                        step.After.RemoveAt(next);
                        stack.Pop();
                        stack.Push((step, next));
                    }

                    continue;
                }

                state[step] = true;
                step.Number = sorted.Count + 1;
                sorted.Add(step);
            }
        }

        return sorted;
    }
}
