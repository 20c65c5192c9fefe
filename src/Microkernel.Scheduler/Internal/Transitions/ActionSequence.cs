namespace Microkernel.Scheduling.Internal;

/// <summary>Numbers the actions so that each comes after all that it waits for, in waves (Kahn, 1962).</summary>
internal static class ActionSequence
{
    public static IReadOnlyList<PlannedAction> Of(List<DraftAction> drafts)
    {
        for (var i = 0; i < drafts.Count; i++)
        {
            drafts[i].Id = i;
        }

        var open = new int[drafts.Count];
        var waiting = new List<DraftAction>?[drafts.Count];
        var ready = new Queue<DraftAction>();
        foreach (var draft in drafts)
        {
            open[draft.Id] = draft.After.Count;
            foreach (var before in draft.After)
            {
                (waiting[before.Id] ??= []).Add(draft);
            }

            if (draft.After.Count == 0)
            {
                ready.Enqueue(draft);
            }
        }

        var sorted = new List<DraftAction>(drafts.Count);
        while (ready.TryDequeue(out var draft))
        {
            sorted.Add(draft);
            foreach (var next in waiting[draft.Id] ?? [])
            {
                if (--open[next.Id] == 0)
                {
                    ready.Enqueue(next);
                }
            }
        }

        // Starts wait for starts and stops, stops for stops, neither in loops: loops of orders are cut beforehand.
        return sorted.Count == drafts.Count ? Number(sorted)
            : throw new InvalidOperationException("The actions of a plan wait for each other in a loop.");
    }

    private static PlannedAction[] Number(List<DraftAction> sorted)
    {
        var actions = new PlannedAction[sorted.Count];
        for (var i = 0; i < sorted.Count; i++)
        {
            sorted[i].Id = i + 1;
        }

        for (var i = 0; i < sorted.Count; i++)
        {
            var draft = sorted[i];
            actions[i] = new PlannedAction
            {
                Id = draft.Id,
                Kind = draft.Kind,
                Node = draft.Node.Name,
                Resource = draft.Resource?.Name ?? "",
                After = draft.After.Count == 0 ? [] : [.. draft.After.Select(a => a.Id).Distinct().Order()],
                UnderWay = draft.UnderWay,
                Reason = draft.Reason,
            };
        }

        return actions;
    }
}
