namespace Microkernel.Linearizability;

/// <summary>
/// Tells whether a history is linearizable: whether each operation can have taken effect at one moment between its call
/// and its return, as if there were one copy of the data (Herlihy and Wing, "Linearizability", 1990).
/// </summary>
/// <remarks>
/// Keys are independent, so a history is linearizable just when that of each key is (Herlihy and Wing, theorem 1).
/// </remarks>
public static class LinearizabilityChecker
{
    /// <summary>Returns why a history is not linearizable; null when it is.</summary>
    /// <exception cref="InvalidOperationException">It is too tangled to be decided.</exception>
    public static string? FindViolation(IEnumerable<HistoryOperation> history)
    {
        foreach (var key in history.GroupBy(operation => operation.Key))
        {
            if (new KeySearch([.. key]).FindViolation() is { } violation)
            {
                return violation;
            }
        }

        return null;
    }
}
