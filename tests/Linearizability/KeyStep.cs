namespace Microkernel.Linearizability;

/// <summary>What an operation does to the value of its key, and which answer it then gives.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Value">The value set or read.</param>
/// <param name="Expect">The value that a cas expects.</param>
/// <param name="Answer">Whether it found or swapped; null when its answer is not known.</param>
internal readonly record struct KeyStep(OperationKind Kind, int Value, int Expect, bool? Answer)
{
    public static KeyStep Of(HistoryOperation operation, KeyValues values) => new(
        operation.Kind,
        operation is { Kind: OperationKind.Get, Found: not true } ? KeyValues.Absent : values.NumberOf(operation.Value),
        values.NumberOf(operation.Expect),
        (operation.Status, operation.Kind) switch
        {
            (OperationStatus.Ok, OperationKind.Cas) => operation.Swapped == true,
            (OperationStatus.Ok, OperationKind.Delete) => operation.Found == true,
            _ => null,
        });

    /// <summary>Gets whether it changes nothing wherever its answer fits.</summary>
    public bool IsObservation => Kind == OperationKind.Get || Answer == false;

    /// <summary>Takes effect; false when the answer does not fit the value before.</summary>
    public bool TryApply(int before, out int after)
    {
        after = before;
        switch (Kind)
        {
            case OperationKind.Get:
                return before == Value;
            case OperationKind.Cas:
                var swaps = before == Expect && before != KeyValues.Absent;
                after = swaps ? Value : before;
                return Answer is null || Answer == swaps;
            case OperationKind.Delete:
                after = KeyValues.Absent;
                return Answer is null || Answer == (before != KeyValues.Absent);
            default:
                after = Value;
                return true;
        }
    }
}
