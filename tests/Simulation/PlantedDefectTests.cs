using Microkernel.Consensus.Protocol;
using Simulation.World;

namespace Simulation;

/// <summary>Plants a well-known mistake and shows that the simulator finds it.</summary>
public sealed class PlantedDefectTests(ITestOutputHelper output)
{
    private const int SeedsMax = 400;

    public static TheoryData<string> Defects =>
        [.. Enum.GetNames<PlantedDefects>().Where(name => name != nameof(PlantedDefects.None))];

    [Theory]
    [MemberData(nameof(Defects))]
    public void Defect_Planted_IsFound(string defect)
    {
        for (var seed = 1; seed <= SeedsMax; seed++)
        {
            var world = new SimulationWorld(Options(seed, Enum.Parse<PlantedDefects>(defect)));
            if (Record.Exception(world.Run) is { } found)
            {
                output.WriteLine($"{defect}: seed {seed}: {found.Message.Split('\n')[0]}");
                return;
            }
        }

        Assert.Fail($"{SeedsMax} seeds do not find {defect}.");
    }

    /// <summary>Some defects show only in clusters of some size, or when faults come fast.</summary>
    private static SimulationOptions Options(int seed, PlantedDefects defect) => defect switch
    {
        PlantedDefects.TakeOverWithoutMeeting or PlantedDefects.TakeOverWithoutProof =>
            new() { Seed = seed, Defects = defect, Voters = 2 },
        PlantedDefects.ReadWithoutQuorum => new() { Seed = seed, Defects = defect, Voters = 3, PauseMsMax = 80 },
        PlantedDefects.CommitEarlierTerm or PlantedDefects.IgnoreOutgoingVoters =>
            new() { Seed = seed, Defects = defect, Voters = 3 + (2 * (seed % 2)), PauseMsMax = 60 + (seed % 7 * 30) },
        _ => new() { Seed = seed, Defects = defect },
    };
}
