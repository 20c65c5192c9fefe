using System.Diagnostics;
using System.Globalization;
using Microkernel.Consensus.Protocol;
using Simulation.World;

namespace Simulation;

/// <summary>
/// Runs whole clusters under seeds. <c>SIMULATION_SEEDS</c> says how many, <c>SIMULATION_FIRST_SEED</c> where to begin:
/// a failing seed replays exactly.
/// </summary>
public sealed class SimulationTests(ITestOutputHelper output)
{
    [Fact]
    public void Cluster_UnderFaults_KeepsAllPromises()
    {
        var first = Setting("SIMULATION_FIRST_SEED", 1);
        var count = Setting("SIMULATION_SEEDS", 200);
        var watch = Stopwatch.StartNew();
        for (var seed = first; seed < first + count; seed++)
        {
            Run(new SimulationOptions { Seed = seed });
        }

        output.WriteLine($"{count} seeds, {count / watch.Elapsed.TotalSeconds:F0} a second");
    }

    private static void Run(SimulationOptions options)
    {
        try
        {
            new SimulationWorld(options).Run();
        }
        catch (Exception exception) when (!options.IsTraced)
        {
            var replay = new SimulationWorld(options with { IsTraced = true });
            var again = Record.Exception(replay.Run);
            var trace = string.Join('\n', replay.LastTrace.TakeLast(400));
            Assert.Fail($"Seed {options.Seed}: {exception.Message}\n{trace}\nreplayed: {again?.Message}\n{exception}");
        }
    }

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var value)
            ? value : otherwise;
}
