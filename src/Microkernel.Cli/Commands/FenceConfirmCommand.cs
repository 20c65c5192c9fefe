using System.CommandLine;
using Microkernel.Cli.CommandLine;
using Microkernel.V1;

namespace Microkernel.Cli.Commands;

/// <summary><c>mkctl fence confirm</c>: an operator's word that a node is off.</summary>
internal sealed class FenceConfirmCommand : ClusterCommand
{
    private readonly Argument<string> _node = new("NODE") { Description = "Node that is off." };

    private readonly Option<bool> _isOff = new("--i-know-it-is-off")
    {
        Description = "Do not ask for the node's name; needed where there is no terminal.",
    };

    /// <summary>Creates the command.</summary>
    public FenceConfirmCommand(CommandEnvironment environment)
        : base(
            "confirm",
            "Give your word that a node is off. What it ran is then started elsewhere: a false word corrupts data.",
            environment)
    {
        Add(_node);
        Add(_isOff);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<(string Line, string Remark)> Examples =>
    [
        ("mkctl fence confirm vapp2", "Asks you to type the node's name."),
        ("mkctl fence confirm vapp2 --i-know-it-is-off", "Without a question, for scripts."),
    ];

    /// <inheritdoc/>
    protected override async Task<int> RunAsync(CommandSession session, CancellationToken cancellation)
    {
        var request = new ConfirmFencedRequest { Node = session.Value(_node) };
        if (!session.Value(_isOff) && !Question.Confirms(
            session,
            $"What {request.Node} ran is started elsewhere. If it still runs there, data is lost.\n"
            + "See for yourself that it is off, then type its name: ",
            request.Node, "--i-know-it-is-off"))
        {
            session.Remark("Nothing was done.");
            return ExitCodes.Failed;
        }

        var answer = await session.CallAsync(
            $"Recording that {request.Node} is off",
            (invoker, options) =>
                new OperationService.OperationServiceClient(invoker).ConfirmFencedAsync(request, options),
            cancellation);
        session.Print(
            answer, [$"Node/{request.Node}"],
            () => session.Out.WriteLine($"{request.Node} counts as off; what it ran is started elsewhere."));
        return ExitCodes.Ok;
    }
}
