using System.CommandLine;
using Microkernel.Cli.CommandLine;
using Microkernel.V1;

namespace Microkernel.Cli.Commands;

/// <summary><c>mkctl leave</c> and <c>mkctl join</c>: takes a node out of the cluster in order, or back in.</summary>
internal sealed class LeaveCommand : ClusterCommand
{
    private readonly Argument<string> _node = new("NODE") { Description = "The node." };
    private readonly bool _leave;

    /// <summary>Creates one of the two commands.</summary>
    public LeaveCommand(CommandEnvironment environment, bool leave)
        : base(
            leave ? "leave" : "join",
            leave
                ? "Take a node out of the cluster in order: what runs there moves away, and it can be switched off unfenced."
                : "Take a node that has left back into the cluster.",
            environment)
    {
        _leave = leave;
        Add(_node);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<(string Line, string Remark)> Examples =>
    [
        _leave
            ? ("mkctl leave vapp1", "Before vapp1 is switched off: when it is offline, nobody fences it.")
            : ("mkctl join vapp1", "When it is up again."),
    ];

    /// <inheritdoc/>
    protected override async Task<int> RunAsync(CommandSession session, CancellationToken cancellation)
    {
        var request = new SetLeaveRequest { Node = session.Value(_node), Leave = _leave };
        var answer = await session.CallAsync(
            $"Asking {request.Node} to {Name}",
            (invoker, options) =>
                new OperationService.OperationServiceClient(invoker).SetLeaveAsync(request, options),
            cancellation);
        session.Print(
            answer, [$"Node/{request.Node}"],
            () => session.Out.WriteLine(_leave
                ? $"{request.Node} leaves: it is offline when 'mkctl status' says so, and may be switched off then."
                : $"{request.Node} joins as soon as it is heard."));
        return ExitCodes.Ok;
    }
}
