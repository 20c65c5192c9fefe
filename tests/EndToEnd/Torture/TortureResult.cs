using Microkernel.Linearizability;

namespace Microkernel.EndToEnd.Torture;

/// <summary>What a run showed.</summary>
/// <param name="History">What the clients asked and were told.</param>
/// <param name="Faults">The faults, a line each.</param>
/// <param name="Violations">The promises that were broken; none if all is well.</param>
public sealed record TortureResult(
    IReadOnlyList<HistoryOperation> History, IReadOnlyList<string> Faults, IReadOnlyList<string> Violations)
{
    /// <summary>Returns a line of figures.</summary>
    public string Summary() =>
        $"{History.Count} operations: {Count(OperationStatus.Ok)} ok, {Count(OperationStatus.Fail)} failed, "
        + $"{Count(OperationStatus.Unknown)} unknown; {Faults.Count} faults; {Violations.Count} violations";

    private int Count(OperationStatus status) => History.Count(operation => operation.Status == status);
}
