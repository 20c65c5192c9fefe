using System.Globalization;
using Microkernel.Consensus.Protocol;
using Simulation.Running;
using Simulation.World;

namespace Simulation.Tests;

/// <summary>
/// Plants a well-known mistake and shows that the simulator finds it. One is too rare for random faults (it takes the
/// very sequence of the Raft paper's figure 8) and has a scenario instead: figure8-defect.txt.
/// </summary>
public sealed class PlantedDefectTests(ITestOutputHelper output)
{
    private static readonly int SeedsMax = int.Parse(
        Environment.GetEnvironmentVariable("SIMULATION_DEFECT_SEEDS") ?? "1000", CultureInfo.InvariantCulture);

    public static TheoryData<string> Defects =>
        [.. Enum.GetNames<PlantedDefects>()
            .Except([nameof(PlantedDefects.None), nameof(PlantedDefects.CommitEarlierTerm)])];

    [Theory]
    [MemberData(nameof(Defects))]
    public void Defect_Planted_IsFound(string defect)
    {
        var first = FirstSeed(Enum.Parse<PlantedDefects>(defect));
        for (var seed = first; seed < first + SeedsMax; seed++)
        {
            var options = Options(seed, Enum.Parse<PlantedDefects>(defect));
            if (Record.Exception(new SimulationWorld(options).Run) is { } found)
            {
                output.WriteLine($"{found.Message.Split('\n')[0]}\n{SeedRun.ReplayCommand(options)}");
                return;
            }
        }

        Assert.Fail($"{SeedsMax} seeds do not find {defect}.");
    }

    /// <summary>Rare ones begin near a seed that is known to find them, to save time.</summary>
    private static int FirstSeed(PlantedDefects defect) => defect switch
    {
        PlantedDefects.IgnoreOutgoingVoters or PlantedDefects.TakeOverWithoutProof => 150,
        _ => 1,
    };

    /// <summary>Some defects show only in clusters of some size, or when faults come fast.</summary>
    private static SimulationOptions Options(int seed, PlantedDefects defect) => defect switch
    {
        PlantedDefects.TakeOverWithoutMeeting or PlantedDefects.TakeOverWithoutProof =>
            new() { Seed = seed, Defects = defect, Voters = 2 },
        PlantedDefects.ReadWithoutQuorum =>
            new() { Seed = seed, Defects = defect, Voters = 3, PauseMsMax = 250, WildClocks = true },
        PlantedDefects.IgnoreOutgoingVoters or PlantedDefects.ForgetVote =>
            new() { Seed = seed, Defects = defect, Voters = 3, PauseMsMax = 80 },
        _ => new() { Seed = seed, Defects = defect },
    };
}
