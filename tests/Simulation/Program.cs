using System.CommandLine;
using Microkernel.Consensus.Protocol;
using Simulation.Running;
using Simulation.World;

var seeds = new Option<long>("--seeds") { Description = "How many.", DefaultValueFactory = _ => 1000 };
var first = new Option<int>("--first") { Description = "The first seed.", DefaultValueFactory = _ => 1 };
var threads = new Option<int>("--threads")
{
    Description = "How many at once.",
    DefaultValueFactory = _ => Environment.ProcessorCount,
};
var replay = new Option<int?>("--replay") { Description = "Run one seed and show its trace." };
var defect = new Option<PlantedDefects>("--defect") { Description = "A mistake to plant." };
var voters = new Option<int?>("--voters") { Description = "Voters at the start, 1 to 7; drawn unless given." };
var pause = new Option<int?>("--pause") { Description = "Longest pause between faults, in ms; drawn unless given." };
var wild = new Option<bool?>("--wild-clocks") { Description = "Whether some clocks run wild; drawn unless given." };
var leases = new Option<bool?>("--leases") { Description = "Whether reads take leases; drawn unless given." };

var command = new RootCommand("Runs whole clusters in one thread each, under seeds, with faults of every kind.")
{
    seeds, first, threads, replay, defect, voters, pause, wild, leases,
};
command.SetAction((parsed, cancellationToken) =>
{
    var options = new SimulationOptions
    {
        Seed = parsed.GetValue(replay) ?? parsed.GetValue(first),
        Defects = parsed.GetValue(defect),
        Voters = parsed.GetValue(voters),
        PauseMsMax = parsed.GetValue(pause),
        WildClocks = parsed.GetValue(wild),
        Leases = parsed.GetValue(leases),
    };
    if (parsed.GetValue(replay) is not null)
    {
        var (trace, found) = SeedRun.Replay(options);
        Console.WriteLine(string.Join('\n', trace));
        Console.WriteLine(found is null ? $"Seed {options.Seed} keeps all promises." : $"{found}");
        return Task.FromResult(found is null ? 0 : 1);
    }

    var run = new ManySeeds(options, parsed.GetValue(seeds), parsed.GetValue(threads), Console.Out);
    var failure = run.Run(cancellationToken);
    if (failure is not null)
    {
        Console.WriteLine(failure);
    }

    return Task.FromResult(failure is null ? 0 : 1);
});
return await command.Parse(args).InvokeAsync();
