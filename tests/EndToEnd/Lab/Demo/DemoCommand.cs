using System.CommandLine;
using Microkernel.EndToEnd.Clusters;

namespace Microkernel.EndToEnd.Demo;

/// <summary>The demonstration: an imported cluster fails over when its active host loses its power.</summary>
public static class DemoCommand
{
    /// <summary>Creates <c>lab demo</c>.</summary>
    public static Command Create()
    {
        var keep = new Option<bool>("--keep-logs") { Description = "Keep the lab's folder, with all logs." };
        var command = new Command("demo", "Import a cluster, kill its active host, and time the fail-over.") { keep };
        command.SetAction((parsed, token) => RunAsync(parsed.GetValue(keep), token));
        return command;
    }

    private static async Task<int> RunAsync(bool keepLogs, CancellationToken cancellationToken)
    {
        if (await LabRequirements.MissingAsync() is { } missing || (missing = ClusterPrograms.Missing()) is not null)
        {
            await Console.Error.WriteLineAsync(missing);
            return 1;
        }

        var narrator = new Narrator(Console.Out);
        var options = new LabOptions { KeepDirectory = keepLogs };
        Timeline timeline;
        await using (var lab = await Lab.StartAsync(options, cancellationToken))
        {
            narrator.Say($"Three hosts, three networks, a client and a BMC, all in namespaces ({lab.Directory}).");
            timeline = await FailOverAsync(lab, narrator, cancellationToken);
        }

        if (timeline.Outage is not { } outage)
        {
            await Console.Error.WriteLineAsync("The client got no good answer again.");
            return 1;
        }

        await Console.Out.WriteLineAsync($"client-visible outage: {outage.TotalMilliseconds:0} ms");
        return timeline.Missing.Count == 0 ? 0 : 1;
    }

    private static async Task<Timeline> FailOverAsync(Lab lab, Narrator narrator, CancellationToken cancellationToken)
    {
        var cluster = await Scenario.FormAsync(lab, narrator, cancellationToken);
        var active = await Scenario.ImportAsync(cluster, narrator);
        await using var client = await Scenario.StartClientAsync(lab);
        narrator.Say($"A client polls {Scenario.Url} every 10 ms, on a new connection each time: {active} answers.");
        narrator.Show((await cluster.StatusAsync(Scenario.Observer, "--output", "table")).Output);
        var before = await cluster.StatusAsync(Scenario.Observer);

        var killed = TimeProvider.System.GetUtcNow();
        var killedAt = await cluster[active].Host.KillAsync(cancellationToken);
        narrator.Say($"{active} is killed: one SIGKILL for everything that runs on it.");

        await client.WaitForAsync(a => a.IsGood && a.Body != active, Scenario.Patience);
        var status = await cluster.WaitForAsync(
            Scenario.Observer,
            s => Scenario.ActiveNode(s) is { } node && node != active,
            "the service on another node",
            Scenario.Patience);
        var now = Scenario.ActiveNode(status)!;
        narrator.Say($"{now} answers. In ms after the kill:");
        var timeline = new Timeline(
            active, killed, killedAt, await cluster.EventsAsync(Scenario.Observer), before.Resources, client.Seen());
        narrator.Show(timeline.Lines());
        return timeline;
    }
}
