using System.Globalization;
using Microkernel.Scheduling;
using Microkernel.Simulation;
using Scheduler.Bench;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var resourceCounts = Numbers("--resources", [10, 100, 1000, 5000, 20000]);
var nodeCounts = Numbers("--nodes", [3, 16, 64]);
var limit = TimeSpan.FromSeconds(Numbers("--limit-seconds", [20])[0]);
var comparesPacemaker = !args.Contains("--without-pacemaker") && CrmSimulate.IsInstalled;
Console.WriteLine("| nodes | resources | situation | plan of a running cluster | replan "
    + "| plan of a saved CIB, read included | crm_simulate -R -Q |");
Console.WriteLine("| --- | --- | --- | --- | --- | --- | --- |");
foreach (var nodes in nodeCounts)
{
    // Who did not end in time will not end with more to do.
    var gaveUp = false;
    foreach (var resources in resourceCounts)
    {
        var configuration = SampleCluster.Configuration(resources, nodes);
        var places = Microkernel.Scheduling.Scheduler
            .Plan(SampleCluster.Input(configuration, nodes, Situation.FreshStart, null)).Placements
            .Where(p => p.Node is not null).ToDictionary(p => p.Resource, p => p.Node!);
        foreach (var situation in Enum.GetValues<Situation>())
        {
            gaveUp = Measure(nodes, resources, situation, places, gaveUp);
        }
    }
}

return 0;

bool Measure(int nodes, int resources, Situation situation, Dictionary<string, string> places, bool gaveUp)
{
    // The first plan prepares tables of the configuration; later ones, after an event, use them.
    var input = SampleCluster.Input(SampleCluster.Configuration(resources, nodes), nodes, situation, places);
    var full = Measurement.Of(() => Microkernel.Scheduling.Scheduler.Plan(
        input with { Configuration = SampleCluster.Configuration(resources, nodes) }));
    var again = Measurement.Of(() => Microkernel.Scheduling.Scheduler.Plan(input));
    var ofCib = "-";
    var theirs = "-";
    if ((long)resources * nodes <= 100_000)
    {
        var cib = SampleCib.Write(input);
        ofCib = Measurement.Of(() => CibSimulation.Plan(cib, new CibSimulationOptions())).ToString();
        if (comparesPacemaker && !gaveUp)
        {
            var seconds = CrmSimulate.Run(cib, limit);
            theirs = seconds is null ? $"not within {limit.TotalSeconds:0} s" : $"{seconds:0.00} s";
            gaveUp = seconds is null;
        }
    }

    Console.WriteLine($"| {nodes} | {resources} | {situation} | {full} | {again} | {ofCib} | {theirs} |");
    return gaveUp;
}

int[] Numbers(string option, int[] otherwise)
{
    var at = Array.IndexOf(args, option);
    return at < 0 || at + 1 >= args.Length ? otherwise
        : [.. args[at + 1].Split(',').Select(n => int.Parse(n, CultureInfo.InvariantCulture))];
}
