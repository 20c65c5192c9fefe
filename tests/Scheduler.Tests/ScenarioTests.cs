using Microkernel.Scheduling.Tests.Worlds;

namespace Microkernel.Scheduling.Tests;

public class ScenarioTests
{
    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Scenarios");

    public static TheoryData<string> Files => [.. Directory.EnumerateFiles(Folder, "*.txt")
        .Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Files))]
    public void Scenario_Played_ComesOutAsWritten(string file)
    {
        var written = File.ReadAllText(Path.Combine(Folder, file));
        var played = Scenario.Play(written);
        if (Environment.GetEnvironmentVariable("UPDATE_SCENARIOS") is { Length: > 0 } folder)
        {
            File.WriteAllText(Path.Combine(folder, file), played);
            return;
        }

        Assert.Equal(written, played);
    }
}
