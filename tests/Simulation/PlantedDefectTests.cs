using Microkernel.Consensus.Protocol;
using Simulation.World;

namespace Simulation;

/// <summary>Plants a well-known mistake and shows that the simulator finds it.</summary>
public sealed class PlantedDefectTests(ITestOutputHelper output)
{
    private const int SeedsMax = 150;

    public static TheoryData<string> Defects =>
        [.. Enum.GetNames<PlantedDefects>().Where(name => name != nameof(PlantedDefects.None))];

    [Theory]
    [MemberData(nameof(Defects))]
    public void Defect_Planted_IsFound(string defect)
    {
        for (var seed = 1; seed <= SeedsMax; seed++)
        {
            var world = new SimulationWorld(new SimulationOptions
            {
                Seed = seed,
                Defects = Enum.Parse<PlantedDefects>(defect),
            });
            if (Record.Exception(world.Run) is { } found)
            {
                output.WriteLine($"{defect}: seed {seed}: {found.Message.Split('\n')[0]}");
                return;
            }
        }

        Assert.Fail($"{SeedsMax} seeds do not find {defect}.");
    }
}
