using System.Globalization;

namespace Microkernel.Linearizability.Tests;

/// <summary>
/// Writes histories briefly: <c>CLIENT put KEY VALUE STATUS CALL-RETURN</c> and the like, an operation a line.
/// </summary>
internal static class Histories
{
    public static List<HistoryOperation> Parse(string text) =>
        [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Operation)];

    private static HistoryOperation Operation(string line)
    {
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var times = words[^1].Split('-');
        var kind = Enum.Parse<OperationKind>(words[1], ignoreCase: true);
        var outcome = words[^2];
        var status = outcome switch
        {
            "fail" => OperationStatus.Fail,
            "unknown" => OperationStatus.Unknown,
            _ => OperationStatus.Ok,
        };
        var operation = new HistoryOperation
        {
            Client = Number(words[0]),
            Kind = kind,
            Key = words[2],
            Status = status,
            Call = Number(times[0]),
            Return = Number(times[1]),
        };
        return kind switch
        {
            OperationKind.Put => operation with { Value = words[3] },
            OperationKind.Cas => operation with { Expect = words[3], Value = words[4], Swapped = outcome == "swapped" },
            OperationKind.Delete => operation with { Found = outcome == "deleted" },
            _ => outcome == "absent" || status != OperationStatus.Ok
                ? operation with { Found = false }
                : operation with { Found = true, Value = outcome },
        };
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
