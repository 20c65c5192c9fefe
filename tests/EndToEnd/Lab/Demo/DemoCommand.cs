using System.CommandLine;
using System.Diagnostics;
using Microkernel.EndToEnd.Clusters;
using Microkernel.EndToEnd.Probing;
using Microkernel.V1;

namespace Microkernel.EndToEnd.Demo;

/// <summary>The demonstration: an imported cluster fails over when its active host loses its power.</summary>
public static class DemoCommand
{
    private static readonly TimeSpan EventsPatience = TimeSpan.FromSeconds(3);

    /// <summary>Creates <c>lab demo</c>.</summary>
    public static Command Create()
    {
        var keep = new Option<bool>("--keep-logs") { Description = "Keep the lab's folder, with all logs." };
        var store = new Option<ClusterStore>("--store")
        {
            Description = "Where the cores keep the cluster's state: embedded or etcd. Default: embedded.",
        };
        var command = new Command("demo", "Import a cluster, kill its active host, and time the fail-over.") { keep, store };
        command.SetAction((parsed, token) => RunAsync(parsed.GetValue(keep), parsed.GetValue(store), token));
        return command;
    }

    private static async Task<int> RunAsync(bool keepLogs, ClusterStore store, CancellationToken cancellationToken)
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
            narrator.Say("Three hosts, three networks, a client and a BMC, all in namespaces of this machine.");
            try
            {
                timeline = await FailOverAsync(lab, narrator, store, cancellationToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                lab.KeepDirectory = true;
                narrator.Say($"That went wrong; the logs are in {lab.Directory}/hosts/*/log.");
                throw;
            }
        }

        if (timeline.Outage is not { } outage)
        {
            await Console.Error.WriteLineAsync("The client got no good answer again.");
            return 1;
        }

        await Console.Out.WriteLineAsync($"client-visible outage: {outage.TotalMilliseconds:0} ms");
        return timeline.Missing.Count == 0 ? 0 : 1;
    }

    private static async Task<Timeline> FailOverAsync(
        Lab lab, Narrator narrator, ClusterStore store, CancellationToken cancellationToken)
    {
        var cluster = await Scenario.FormAsync(lab, narrator, cancellationToken, store: store);
        var active = await Scenario.ImportAsync(cluster, narrator);
        await using var client = await Scenario.StartClientAsync(lab);
        narrator.Say($"A client polls {Scenario.Url} every 10 ms, on a new connection each time: {active} answers.");
        narrator.Show((await cluster.StatusAsync(Scenario.Observer, "--output", "table")).Output);
        var before = await cluster.StatusAsync(Scenario.Observer);

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
        var timeline = await TimelineAsync(cluster, client, before, active, killedAt);
        narrator.Show(timeline.Lines());
        return timeline;
    }

    // What was told last may still be on its way into the store.
    private static async Task<Timeline> TimelineAsync(
        Cluster cluster, HttpProbe client, GetStatusResponse before, string killed, long killedAt)
    {
        for (var waited = Stopwatch.StartNew(); ;)
        {
            var events = await cluster.EventsAsync(Scenario.Observer);
            var timeline = new Timeline(killed, killedAt, events, before.Resources, client.Seen());
            if (timeline.Missing.Count == 0 || waited.Elapsed > EventsPatience)
            {
                return timeline;
            }
        }
    }
}
