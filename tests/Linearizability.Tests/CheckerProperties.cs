namespace Microkernel.Linearizability.Tests;

public sealed class CheckerProperties
{
    [Fact]
    public void History_OfARightStore_IsAccepted() => Check(200, seed =>
    {
        var random = new Random(seed);
        var history = RandomHistory.Draw(random, 200, 1 + random.Next(8));
        return LinearizabilityChecker.FindViolation(history) is null;
    });

    [Fact]
    public void History_Spoilt_IsJudgedAsByTryingAllOrders() => Check(5000, seed =>
    {
        var random = new Random(seed);
        var history = RandomHistory.Draw(random, 3 + random.Next(6), 1 + random.Next(4));
        var spoilt = random.Next(history.Count);
        history[spoilt] = Spoil(random, history[spoilt]);
        return LinearizabilityChecker.FindViolation(history) is null == ExhaustiveSearch.IsLinearizable(history);
    });

    private static void Check(int count, Func<int, bool> property)
    {
        for (var seed = 0; seed < count; seed++)
        {
            Assert.True(property(seed), $"seed {seed}");
        }
    }

    private static HistoryOperation Spoil(Random random, HistoryOperation operation) => random.Next(4) switch
    {
        0 => operation with { Status = OperationStatus.Fail },
        1 when operation.Kind == OperationKind.Get => operation with { Found = true, Value = $"{random.Next(4)}" },
        1 => operation with { Swapped = !operation.Swapped, Found = !operation.Found },
        2 => operation with { Return = operation.Call + 1 },
        _ => operation with { Call = Math.Max(0, operation.Call - 5), Return = Math.Max(1, operation.Return - 5) },
    };
}
