using System.Runtime.CompilerServices;
using System.Text;

namespace Consensus.Tests.Scenarios;

/// <summary>
/// Plays the scenarios beside this file: a command, a line of dashes, what it shows. <c>UPDATE_SCENARIOS=1</c> writes
/// what is shown into the files, to be read and judged.
/// </summary>
public sealed class ScenarioTests
{
    public static TheoryData<string> Scenarios =>
        [.. Directory.GetFiles(Folder(), "*.txt").Select(path => Path.GetFileNameWithoutExtension(path)).Order()];

    [Theory]
    [MemberData(nameof(Scenarios))]
    public void Scenario_Played_ShowsWhatIsWritten(string name)
    {
        var path = Path.Combine(Folder(), name + ".txt");
        var written = File.ReadAllText(path);
        var played = Play(written);
        if (Environment.GetEnvironmentVariable("UPDATE_SCENARIOS") == "1")
        {
            File.WriteAllText(path, played);
        }

        Assert.Equal(written, played);
    }

    private static string Play(string scenario)
    {
        var cluster = new ScenarioCluster();
        var played = new StringBuilder();
        var isResult = false;
        foreach (var line in scenario.Split('\n'))
        {
            if (line.Length == 0)
            {
                isResult = false;
                continue;
            }

            if (isResult || line == "----")
            {
                isResult = true;
                continue;
            }

            if (line[0] == '#')
            {
                played.Append(line).Append('\n');
                continue;
            }

            played.Append(line).Append("\n----\n").Append(cluster.Execute(line)).Append('\n');
        }

        return played.ToString();
    }

    private static string Folder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
