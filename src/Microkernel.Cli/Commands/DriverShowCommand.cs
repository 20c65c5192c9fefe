using System.CommandLine;
using System.Globalization;
using Google.Protobuf.Collections;
using Microkernel.Cli.CommandLine;
using Microkernel.Cli.Output;
using Microkernel.V1;

namespace Microkernel.Cli.Commands;

/// <summary><c>mkctl driver show</c>: one driver of one node, with all that its core knows of it.</summary>
internal sealed class DriverShowCommand : ClusterCommand
{
    private readonly Argument<string> _node = new("NODE") { Description = "The node." };
    private readonly Argument<string> _driver = new("DRIVER") { Description = "The driver, as heartbeat or ocf." };

    /// <summary>Creates the command.</summary>
    public DriverShowCommand(CommandEnvironment environment)
        : base("show", "Show one driver of a node: its instances, health, resources and agents.", environment)
    {
        Add(_node);
        Add(_driver);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<(string Line, string Remark)> Examples =>
    [
        ("mkctl driver show vapp1 heartbeat", "Why a driver is degraded, and which of its instances acts."),
    ];

    /// <inheritdoc/>
    protected override async Task<int> RunAsync(CommandSession session, CancellationToken cancellation)
    {
        var request = new GetDriverRequest { Node = session.Value(_node), Driver = session.Value(_driver) };
        var answer = await session.ReadAsync(
            $"Asking for {request.Driver} on {request.Node}",
            (invoker, options) =>
                new NodeDriverService.NodeDriverServiceClient(invoker).GetDriverAsync(request, options),
            cancellation);
        session.Print(
            answer, answer.Instances.Select(i => $"{answer.Node}/{answer.Driver}/{i.Instance}"),
            () => Show(session, answer));
        return ExitCodes.Ok;
    }

    private static void Show(CommandSession session, GetDriverResponse answer)
    {
        session.Out.WriteLine(session.Ink.Paint($"{answer.Driver} on {answer.Node}", Tone.Strong));
        var table = new TextTable(["INSTANCE", "VERSION", "STATE", "HEALTH", "GENERATION", "PID", "PROTOCOL"]);
        foreach (var instance in answer.Instances)
        {
            var status = instance.Status;
            table.Add(
                instance.Instance, status.Version, DriverListCommand.State(status.State), Health(instance.Health),
                status.Generation.ToString(CultureInfo.InvariantCulture),
                    status.Pid.ToString(CultureInfo.InvariantCulture),
                instance.ProtocolVersion.ToString(CultureInfo.InvariantCulture));
            table.AddNote(string.Join(' ', instance.Problems.Prepend(status.Reason).Where(p => p.Length > 0)));
        }

        table.Write(session.Out, session.Ink, session.TableWidth);
        if (answer.Instances is [var acting, ..])
        {
            List(session, "Can", acting.Status.Capabilities);
            List(session, "Resources", acting.Resources);
        }

        List(session, "Agents", answer.Agents);
        if (answer.Supervision is not { } supervision)
        {
            session.Out.WriteLine("Watched over by: whoever runs it (no manifest on this node)");
            return;
        }

        session.Out.WriteLine(SafeText.Line($"Watched over by: the core, from {supervision.Program}"));
        List(session, "Versions there", supervision.Versions);
        if (supervision.Problem.Length > 0)
        {
            session.Out.WriteLine(session.Ink.Paint(SafeText.Line(supervision.Problem), Tone.Bad));
        }
    }

    private static void List(CommandSession session, string title, RepeatedField<string> items)
    {
        if (items.Count > 0)
        {
            session.Out.WriteLine(SafeText.Line($"{title}: {string.Join(", ", items)}"));
        }
    }

    private static Cell Health(string health) => new(health, health switch
    {
        "healthy" => Tone.Good,
        "degraded" => Tone.Uneasy,
        "unhealthy" => Tone.Bad,
        _ => Tone.Plain,
    });
}
