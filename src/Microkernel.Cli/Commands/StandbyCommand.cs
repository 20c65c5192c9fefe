using System.CommandLine;
using Microkernel.Cli.CommandLine;
using Microkernel.V1;

namespace Microkernel.Cli.Commands;

/// <summary><c>mkctl standby</c> and <c>mkctl unstandby</c>: empties a node, or lets it run resources again.</summary>
internal sealed class StandbyCommand : ClusterCommand
{
    private readonly Argument<string> _node = new("NODE") { Description = "The node." };
    private readonly bool _standby;

    /// <summary>Creates one of the two commands.</summary>
    public StandbyCommand(CommandEnvironment environment, bool standby)
        : base(
            standby ? "standby" : "unstandby",
            standby
                ? "Move everything off a node and start nothing there; it goes on voting."
                : "Let a node run resources again.",
            environment)
    {
        _standby = standby;
        Add(_node);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<(string Line, string Remark)> Examples =>
    [
        _standby
            ? ("mkctl standby vapp1", "Before work on vapp1: its resources move to other nodes.")
            : ("mkctl unstandby vapp1", "When the work is done."),
    ];

    /// <inheritdoc/>
    protected override async Task<int> RunAsync(CommandSession session, CancellationToken cancellation)
    {
        var request = new SetStandbyRequest { Node = session.Value(_node), Standby = _standby };
        var answer = await session.CallAsync(
            $"Setting {request.Node} {Name}",
            (invoker, options) =>
                new OperationService.OperationServiceClient(invoker).SetStandbyAsync(request, options),
            cancellation);
        session.Print(
            answer, [$"Node/{request.Node}"],
            () => session.Out.WriteLine(_standby
                ? $"{request.Node} goes into standby; what runs there moves away: follow it with 'mkctl status'."
                : $"{request.Node} is out of standby and may run resources again."));
        return ExitCodes.Ok;
    }
}
