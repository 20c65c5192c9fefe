using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Microkernel.Cli.Tests.Cluster;
using Microkernel.V1;

namespace Microkernel.Cli.Tests.Commands;

public class EventsTests
{
    [Fact]
    public async Task Events_ForPeople_ReadsAsGolden()
    {
        await using var cluster = await HappenedAsync();

        var run = await CommandRun.StartAsync(
            new Surroundings { IsTerminal = true, Variables = new() { ["NO_COLOR"] = "1" } },
            "events", "--server", cluster.Address);

        Golden.Matches("Commands/events.golden.txt", run.Output);
        Assert.All(run.Output.Split('\n'), line => Assert.True(line.Length <= 80, line));
    }

    [Fact]
    public async Task Events_AsJson_IsAnEventALine()
    {
        await using var cluster = await HappenedAsync();

        var run = await cluster.RunAsync(
            "events", "-o", "json", "--after", "40", "--limit", "5", "--about", "node/vapp2");

        var lines = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(cluster.Events.Skip(1), lines.Select(JsonParser.Default.Parse<Event>));
        Assert.Equal(
            new ListEventsRequest
            {
                After = 40,
                Limit = 5,
                About = new ObjectReference { Kind = "Node", Name = "vapp2" },
            },
            Assert.Single(cluster.Requests));
    }

    [Fact]
    public async Task Events_Followed_EndsWithInterrupt()
    {
        await using var cluster = await HappenedAsync();
        using var interrupt = new CancellationTokenSource();
        var surroundings = new Surroundings { Interrupt = interrupt.Token, OnLines = (3, interrupt.Cancel) };

        var run = await CommandRun.StartAsync(
            surroundings, "events", "--follow", "-o", "name", "--server", cluster.Address);

        Assert.Equal((ExitCodes.Ok, "40\n41\n42\n"), (run.ExitCode, run.Output));
    }

    private static async Task<ScriptedCluster> HappenedAsync()
    {
        var cluster = await ScriptedCluster.StartAsync();
        var start = new DateTimeOffset(2026, 11, 21, 23, 59, 59, 990, TimeSpan.Zero);
        cluster.Events.Add(Event(40, start, Severity.Warning, "NodeLost", "vapp2 is silent on every ring"));
        cluster.Events.Add(Event(
            41, start.AddMilliseconds(300), Severity.Critical, "FencingFailed",
            "Fencing of vapp2 by manual failed: the agent ended with 1 and said that there is no route to the host"));
        cluster.Events.Add(Event(42, start.AddSeconds(2), Severity.Info, "FencingSucceeded", "vapp2 is off"));
        return cluster;
    }

    private static Event Event(
        long sequence, DateTimeOffset time, Severity severity, string code, string message) => new()
        {
            Sequence = sequence,
            Time = Timestamp.FromDateTimeOffset(time),
            Node = "vapp1",
            Severity = severity,
            Code = code,
            Message = message,
            About = new ObjectReference { Kind = "Node", Name = "vapp2" },
            Facts = { ["node"] = "vapp2" },
        };
}
