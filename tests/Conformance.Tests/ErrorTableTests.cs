namespace Microkernel.Conformance.Tests;

/// <summary>Each row of an error table in the protos is seen by a check, or by a test that is named here.</summary>
public sealed class ErrorTableTests
{
    // What no caller can bring about with any driver, and the test of the SDK that shows it.
    private static readonly Dictionary<string, string> SeenElsewhere = new()
    {
        ["Drain DEADLINE_EXCEEDED"] = "ActivationTests",
        ["ListAgents UNAVAILABLE"] = "RareRefusalTests",
        ["WatchState RESOURCE_EXHAUSTED"] = "RareRefusalTests",
        ["WatchState UNAVAILABLE"] = "WatchStateTests",
        ["Execute RESOURCE_EXHAUSTED"] = "RareRefusalTests",
        ["Adopt DEADLINE_EXCEEDED"] = "RareRefusalTests",
    };

    [Fact]
    public void Rpc_InTheProtos_HasATable()
    {
        var tables = ErrorTable.Read();
        Assert.True(tables.Count >= 14, $"only {tables.Count} RPCs were found");
        Assert.All(tables, table => Assert.True(table.Value.Count > 0, $"{table.Key} has no error table"));
    }

    [Fact]
    public void Row_OfATable_IsSeenByACheckOrANamedTest()
    {
        var seen = ConformanceSuite.Checks.SelectMany(check => check.Rows).ToHashSet();
        var rows = ErrorTable.Read().SelectMany(table =>
            table.Value.Select(row => $"{table.Key} {row.Code}")).ToHashSet();
        Assert.Equal([], rows.Except(seen).Except(SeenElsewhere.Keys));
        // And nothing is checked that no table promises.
        Assert.Equal([], seen.Except(rows));
        Assert.Equal([], SeenElsewhere.Keys.Except(rows));
    }

    [Fact]
    public void Check_OfTheSuite_IsASentence()
    {
        Assert.All(ConformanceSuite.Checks, check =>
            Assert.True(char.IsUpper(check.Sentence[0]) && check.Sentence[^1] == '.', check.Sentence));
        Assert.Equal(
            ConformanceSuite.Checks.Count,
                ConformanceSuite.Checks.Select(check => check.Section + check.Sentence).Distinct().Count());
    }
}
