using System.Globalization;
using Microkernel.Consensus.Protocol;
using Simulation.World;

namespace Simulation;

/// <summary>Replays one seed with its trace: <c>SIMULATION_REPLAY=SEED[:DEFECT]</c>.</summary>
public sealed class ReplayTests(ITestOutputHelper output)
{
    [Fact]
    public void Seed_Replayed_TellsItsTrace()
    {
        if (Environment.GetEnvironmentVariable("SIMULATION_REPLAY")?.Split(':') is not { } replay)
        {
            return;
        }

        var world = new SimulationWorld(new SimulationOptions
        {
            Seed = int.Parse(replay[0], CultureInfo.InvariantCulture),
            Defects = replay.Length > 1 ? Enum.Parse<PlantedDefects>(replay[1]) : PlantedDefects.None,
            IsTraced = true,
        });
        var found = Record.Exception(world.Run);
        output.WriteLine(string.Join('\n', world.LastTrace));
        Assert.Null(found);
    }
}
