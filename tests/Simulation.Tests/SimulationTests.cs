using System.Globalization;
using Simulation.Running;
using Simulation.World;

namespace Simulation.Tests;

/// <summary>
/// Runs whole clusters under seeds: <c>SIMULATION_SEEDS</c> of them from <c>SIMULATION_FIRST_SEED</c> on. A failing
/// seed replays exactly; the message has the command.
/// </summary>
public sealed class SimulationTests(ITestOutputHelper output)
{
    [Fact]
    public void Cluster_UnderFaults_KeepsAllPromises()
    {
        var like = new SimulationOptions { Seed = Setting("SIMULATION_FIRST_SEED", 1) };
        using var told = new StringWriter();
        var run = new ManySeeds(like, Setting("SIMULATION_SEEDS", 2000), Environment.ProcessorCount, told);

        var failure = run.Run(TestContext.Current.CancellationToken);

        output.WriteLine(told.ToString());
        Assert.True(failure is null, failure);
    }

    [Theory]
    [InlineData(13, "a sync that failed once is not tried again by the next, so the last frame is written anew")]
    public void Seed_ThatFoundSomethingOnce_FindsItNoMore(int seed, string what)
    {
        output.WriteLine(what);
        Assert.Null(SeedRun.Run(new SimulationOptions { Seed = seed }));
    }

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var value)
            ? value : otherwise;
}
