using System.CommandLine;
using Google.Protobuf.WellKnownTypes;
using Microkernel.Cli.CommandLine;
using Microkernel.Cli.Failures;
using Microkernel.Cli.Output;
using Microkernel.Model;
using Microkernel.V1;

namespace Microkernel.Cli.Commands;

/// <summary><c>mkctl driver swap</c>: replaces a driver of a node while everything that it manages runs on.</summary>
internal sealed class DriverSwapCommand : ClusterCommand
{
    private readonly Argument<string> _node = new("NODE") { Description = "The node." };
    private readonly Argument<string> _driver = new("DRIVER") { Description = "The driver, as heartbeat or ocf." };

    private readonly Option<string?> _to = new("--to")
    {
        Description = "What shall act: path of a program on that node, a version, or the name of an attached instance. "
            + "Default: the newest that is there.",
        HelpName = "PATH|VERSION|INSTANCE",
    };

    private readonly Option<TimeSpan?> _drain = OptionValues.Duration(
        "--drain-timeout", "How long the old one may take to finish what it does; new operations wait. Default: 60s.");

    /// <summary>Creates the command.</summary>
    public DriverSwapCommand(CommandEnvironment environment)
        : base("swap", "Replace a driver of a node without a gap; nothing is stopped.", environment)
    {
        Add(_node);
        Add(_driver);
        Add(_to);
        Add(_drain);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<(string Line, string Remark)> Examples =>
    [
        ("mkctl driver swap vapp1 heartbeat --to 1.4.0", "To a version that is installed beside the running one."),
        ("mkctl driver swap vapp1 ocf --to /opt/ocf-2/microkernel-driver-ocf",
            "To a program, started as the old one was."),
    ];

    /// <inheritdoc/>
    protected override TimeSpan DefaultTimeout => TimeSpan.FromMinutes(5);

    /// <inheritdoc/>
    protected override async Task<int> RunAsync(CommandSession session, CancellationToken cancellation)
    {
        var request = new SwapDriverRequest
        {
            Node = session.Value(_node),
            Driver = session.Value(_driver),
            Target = session.Value(_to) ?? string.Empty,
            DrainTimeout = session.Value(_drain)?.ToDuration(),
        };
        var answer = await session.CallAsync(
            $"Swapping {request.Driver} on {request.Node}",
            (invoker, options) =>
                new NodeDriverService.NodeDriverServiceClient(invoker).SwapDriverAsync(request, options),
            cancellation);
        session.Print(answer, [$"{request.Node}/{request.Driver}"], () => Show(session, answer));
        if (!answer.Swapped)
        {
            throw new CommandFailure(
                ExitCodes.Failed, $"{request.Driver} on {request.Node} was not swapped: {answer.Reason}.",
                "The old one acts as before; nothing was stopped.");
        }

        if (session.IsForPeople)
        {
            session.Out.WriteLine($"{request.Driver} on {request.Node} is swapped.");
        }

        foreach (var remark in answer.Remarks)
        {
            session.Remark($"Note: {remark}.");
        }

        return ExitCodes.Ok;
    }

    private static void Show(CommandSession session, SwapDriverResponse answer)
    {
        if (answer.Steps.Count == 0)
        {
            return;
        }

        var table = new TextTable(["STEP", "TOOK", "FOUND"]);
        foreach (var step in answer.Steps)
        {
            var took = TimeSpan.FromMilliseconds(Math.Round(step.Duration.ToTimeSpan().TotalMilliseconds));
            table.Add(step.Name, DurationText.Format(took), step.Detail);
        }

        table.Write(session.Out, session.Ink, session.TableWidth);
    }
}
