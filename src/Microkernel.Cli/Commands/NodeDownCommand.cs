using System.CommandLine;
using Microkernel.Cli.CommandLine;
using Microkernel.V1;

namespace Microkernel.Cli.Commands;

/// <summary><c>mkctl node down</c> and <c>mkctl node up</c>: takes a node out of the cluster in order, or back in.</summary>
internal sealed class NodeDownCommand : ClusterCommand
{
    private readonly Argument<string> _node = new("NODE") { Description = "The node." };
    private readonly bool _down;

    /// <summary>Creates one of the two commands.</summary>
    public NodeDownCommand(CommandEnvironment environment, bool down)
        : base(
            down ? "down" : "up",
            down
                ? "Take a node out of service in order: what runs there moves away, and it can be switched off unfenced."
                : "Take a node that is down back into service.",
            environment)
    {
        _down = down;
        Add(_node);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<(string Line, string Remark)> Examples =>
    [
        _down
            ? ("mkctl node down vapp1", "Before vapp1 is switched off: when it is offline, nobody fences it.")
            : ("mkctl node up vapp1", "When it is up again."),
    ];

    /// <inheritdoc/>
    protected override async Task<int> RunAsync(CommandSession session, CancellationToken cancellation)
    {
        var request = new SetLeaveRequest { Node = session.Value(_node), Leave = _down };
        var answer = await session.CallAsync(
            $"Asking {request.Node} to go {Name}",
            (invoker, options) =>
                new OperationService.OperationServiceClient(invoker).SetLeaveAsync(request, options),
            cancellation);
        session.Print(
            answer, [$"Node/{request.Node}"],
            () => session.Out.WriteLine(_down
                ? $"{request.Node} leaves: it is offline when 'mkctl status' says so, and may be switched off then."
                : $"{request.Node} joins as soon as it is heard."));
        return ExitCodes.Ok;
    }
}
