namespace Microkernel.Linearizability.Tests;

/// <summary>Histories of clients of one key, as a store gives them that is right.</summary>
internal static class RandomHistory
{
    /// <summary>Draws a history: each operation takes effect at some moment between its call and its return.</summary>
    public static List<HistoryOperation> Draw(Random random, int operations, int clients)
    {
        var free = new long[clients];
        var drawn = new List<(long Effect, HistoryOperation Operation)>();
        for (var i = 0; i < operations; i++)
        {
            var client = random.Next(clients);
            var call = free[client] + random.Next(3);
            var effect = call + random.Next(6);
            free[client] = effect + random.Next(6) + 1;
            var operation = new HistoryOperation
            {
                Client = client,
                Kind = (OperationKind)random.Next(4),
                Key = "a",
                Value = $"{random.Next(4)}",
                Expect = $"{random.Next(4)}",
                Status = OperationStatus.Ok,
                Call = call,
                Return = free[client]++,
            };
            drawn.Add((effect, operation));
        }

        string? value = null;
        return [.. drawn.OrderBy(pair => pair.Effect).ToList()
            .Select(pair => Answer(random, pair.Operation, ref value))];
    }

    private static HistoryOperation Answer(Random random, HistoryOperation operation, ref string? value)
    {
        var found = value is not null;
        var swaps = value == operation.Expect;
        var isUnknown = random.Next(6) == 0;
        var answered = operation.Kind switch
        {
            OperationKind.Get => operation with { Value = value, Expect = null, Found = found },
            OperationKind.Cas => operation with { Swapped = swaps },
            OperationKind.Delete => operation with { Value = null, Expect = null, Found = found },
            _ => operation with { Expect = null },
        };
        if (isUnknown)
        {
            answered = answered with { Status = OperationStatus.Unknown, Found = null, Swapped = null };
        }

        if (isUnknown && random.Next(2) == 0)
        {
            return answered;
        }

        value = operation.Kind switch
        {
            OperationKind.Put => operation.Value,
            OperationKind.Cas when swaps => operation.Value,
            OperationKind.Delete => null,
            _ => value,
        };
        return answered;
    }
}
