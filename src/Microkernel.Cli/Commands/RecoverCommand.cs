using System.CommandLine;
using Microkernel.Cli.CommandLine;
using Microkernel.Cli.Failures;
using Microkernel.V1;

namespace Microkernel.Cli.Commands;

/// <summary><c>mkctl recover</c>: one of two nodes goes on alone on an operator's word.</summary>
internal sealed class RecoverCommand : ClusterCommand
{
    private readonly Option<bool> _othersAreOff = new("--i-know-the-others-are-off")
    {
        Description = "Your word that every other node is without power, and stays so until it may join again.",
    };

    /// <summary>Creates the command.</summary>
    public RecoverCommand(CommandEnvironment environment)
        : base(
            "recover",
            "Let this node go on alone after a loss of power that the other of two nodes did not survive. A false word "
            + "splits the cluster and corrupts data. It is recorded as an event.",
            environment) => Add(_othersAreOff);

    /// <inheritdoc/>
    public override IReadOnlyList<(string Line, string Remark)> Examples =>
    [
        ("mkctl recover --i-know-the-others-are-off", "On the node that is to go on, once you have looked."),
    ];

    /// <inheritdoc/>
    protected override async Task<int> RunAsync(CommandSession session, CancellationToken cancellation)
    {
        if (!session.Value(_othersAreOff))
        {
            throw CommandFailure.Usage(
                "--i-know-the-others-are-off", null,
                "must be given: whoever still runs elsewhere would go on too, and data would be lost");
        }

        var answer = await session.CallAsync(
            "Going on alone",
            (invoker, options) => new OperationService.OperationServiceClient(invoker).RecoverAsync(
                new RecoverRequest(), options),
            cancellation);
        session.Print(
            answer, [$"Node/{answer.OffNode}"],
            () => session.Out.WriteLine(
                $"This node goes on alone; {answer.OffNode} counts as off and votes again once it has come back."));
        return ExitCodes.Ok;
    }
}
