namespace Microkernel.Linearizability;

/// <summary>
/// Tells whether revisions respect time across all keys: what begins after an answer has no lower revision, a write a
/// higher one, and no two writes share one.
/// </summary>
public static class RevisionOrder
{
    /// <summary>Returns which revision is out of order; null when none is.</summary>
    public static string? FindViolation(IEnumerable<HistoryOperation> history)
    {
        var answered = history.Where(operation => operation is { Status: OperationStatus.Ok, Revision: not null })
            .ToList();
        var twice = answered.Where(operation => operation.IsEffectiveWrite)
            .GroupBy(operation => operation.Revision).FirstOrDefault(alike => alike.Count() > 1);
        if (twice is not null)
        {
            return $"two writes have revision {twice.Key}: {string.Join("; ", twice)}";
        }

        HistoryOperation? highest = null;
        var returns = new Queue<HistoryOperation>(answered.OrderBy(operation => operation.Return));
        foreach (var operation in answered.OrderBy(operation => operation.Call))
        {
            while (returns.TryPeek(out var earlier) && earlier.Return < operation.Call)
            {
                highest = highest?.Revision > earlier.Revision ? highest : earlier;
                returns.Dequeue();
            }

            if (highest is not null && (operation.Revision < highest.Revision
                || (operation.IsEffectiveWrite && operation.Revision == highest.Revision)))
            {
                return $"{operation} has revision {operation.Revision}, though {highest} had revision "
                    + $"{highest.Revision} before it began";
            }
        }

        return null;
    }
}
