namespace Microkernel.Linearizability.Tests;

/// <summary>Tries every order of the operations on one key: slow, and plain enough to be believed.</summary>
internal static class ExhaustiveSearch
{
    public static bool IsLinearizable(IReadOnlyList<HistoryOperation> history)
    {
        var operations = history.Where(operation => operation.Status != OperationStatus.Fail).ToList();
        return Search(operations, new bool[operations.Count], null);
    }

    private static bool Search(List<HistoryOperation> operations, bool[] done, string? value)
    {
        var first = operations.Where((operation, i) => !done[i] && operation.Status == OperationStatus.Ok)
            .Min(operation => (long?)operation.Return);
        if (first is null)
        {
            return true;
        }

        for (var i = 0; i < operations.Count; i++)
        {
            // Whatever returned before another was called took effect before it.
            if (done[i] || operations[i].Call > first || !TryApply(operations[i], value, out var after))
            {
                continue;
            }

            done[i] = true;
            var isFound = Search(operations, done, after);
            done[i] = false;
            if (isFound)
            {
                return true;
            }
        }

        return false;
    }

    private static bool TryApply(HistoryOperation operation, string? before, out string? after)
    {
        var isUnknown = operation.Status == OperationStatus.Unknown;
        after = before;
        switch (operation.Kind)
        {
            case OperationKind.Get:
                return isUnknown || (operation.Found == true ? operation.Value == before : before is null);
            case OperationKind.Put:
                after = operation.Value;
                return true;
            case OperationKind.Cas:
                after = before == operation.Expect ? operation.Value : before;
                return isUnknown || operation.Swapped == (before == operation.Expect);
            default:
                after = null;
                return isUnknown || operation.Found == (before is not null);
        }
    }
}
