using System.CommandLine;
using System.Globalization;
using Microkernel.Cli.CommandLine;
using Microkernel.Cli.Failures;
using Microkernel.Cli.Output;
using Microkernel.V1;

namespace Microkernel.Cli.Commands;

/// <summary><c>mkctl driver list</c>: the drivers of each node.</summary>
internal sealed class DriverListCommand : ClusterCommand
{
    private readonly Option<string?> _node = new("--node")
    {
        Description = "Only this node. Default: all.",
        HelpName = "NODE",
    };

    /// <summary>Creates the command.</summary>
    public DriverListCommand(CommandEnvironment environment)
        : base("list", "Show the drivers of each node and how they stand.", environment)
    {
        Add(_node);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<(string Line, string Remark)> Examples =>
    [
        ("mkctl driver list", "The drivers of all nodes."),
        ("mkctl driver list --node vapp1 -o wide", "Those of one node, with process, instance and generation."),
    ];

    /// <inheritdoc/>
    protected override async Task<int> RunAsync(CommandSession session, CancellationToken cancellation)
    {
        var status = await session.ReadAsync(
            "Asking for the drivers",
            (invoker, options) =>
                new ClusterService.ClusterServiceClient(invoker).GetStatusAsync(new GetStatusRequest(), options),
            cancellation);
        var wanted = session.Value(_node);
        if (wanted is not null && status.Nodes.All(n => n.Name != wanted))
        {
            throw new CommandFailure(
                ExitCodes.NotFound, $"--node: '{wanted}': no such node.",
                $"There are {string.Join(", ", status.Nodes.Select(n => n.Name))}.");
        }

        // The answer for programs is the part of the status that holds drivers, in the same form.
        var answer = new GetStatusResponse
        {
            Cluster = status.Cluster,
            Node = status.Node,
            Quorate = status.Quorate,
            Time = status.Time,
        };
        answer.Nodes.Add(status.Nodes.Where(n => wanted is null || n.Name == wanted));
        session.Print(
            answer, answer.Nodes.SelectMany(n => n.Drivers.Select(d => $"{n.Name}/{d.Name}")),
            () => Show(session, answer));
        return ExitCodes.Ok;
    }

    private static void Show(CommandSession session, GetStatusResponse status)
    {
        var isWide = session.Format == OutputFormat.Wide;
        var table = new TextTable(
            ["NODE", "DRIVER", "VERSION", "STATE", "SINCE", "CAN", .. isWide ? Wide : []]);
        foreach (var node in status.Nodes)
        {
            foreach (var driver in node.Drivers)
            {
                table.Add(
                [
                    node.Name, driver.Name, driver.Version, State(driver.State),
                    AgeText.Since(driver.Since, status.Time), string.Join(' ', driver.Capabilities),
                    .. isWide ? WideValues(driver) : [],
                ]);
                table.AddNote(driver.Reason);
            }
        }

        if (table.Count == 0)
        {
            session.Remark("No driver is attached.");
            return;
        }

        table.Write(session.Out, session.Ink, session.TableWidth);
    }

    private static readonly string[] Wide = ["PID", "INSTANCE", "GENERATION"];

    private static Cell[] WideValues(DriverStatus driver) =>
    [
        driver.Pid.ToString(CultureInfo.InvariantCulture), driver.InstanceId,
        driver.Generation.ToString(CultureInfo.InvariantCulture),
    ];

    /// <summary>Shows how a driver stands.</summary>
    public static Cell State(DriverState state) => state switch
    {
        DriverState.Active => new Cell("active", Tone.Good),
        DriverState.Observer => new Cell("observer", Tone.Uneasy),
        DriverState.Unreachable => new Cell("UNREACHABLE", Tone.Bad),
        DriverState.Refused => new Cell("REFUSED", Tone.Bad),
        _ => new Cell("unknown", Tone.Uneasy),
    };
}
