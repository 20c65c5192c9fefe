using System.CommandLine;
using Microkernel.Cli.CommandLine;
using Microkernel.V1;

namespace Microkernel.Cli.Commands;

/// <summary><c>mkctl move</c>: moves a resource or group.</summary>
internal sealed class MoveCommand : ClusterCommand
{
    private readonly Argument<string> _resource = new("RESOURCE") { Description = "Resource or group to move." };

    private readonly Option<string?> _to = new("--to")
    {
        Description = "Node to move to. Default: away from where it runs, to the best other node.",
        HelpName = "NODE",
    };

    /// <summary>Creates the command.</summary>
    public MoveCommand(CommandEnvironment environment)
        : base("move", "Move a resource or group once; no constraint stays behind.", environment)
    {
        Add(_resource);
        Add(_to);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<(string Line, string Remark)> Examples =>
    [
        ("mkctl move web --to vapp2", "Moves the group or resource web to vapp2."),
        ("mkctl move web", "Moves it away from where it runs."),
    ];

    /// <inheritdoc/>
    protected override async Task<int> RunAsync(CommandSession session, CancellationToken cancellation)
    {
        var request = new MoveRequest
        {
            Resource = session.Value(_resource),
            Node = session.Value(_to) ?? string.Empty,
        };
        var answer = await session.CallAsync(
            $"Moving {request.Resource}",
            (invoker, options) => new OperationService.OperationServiceClient(invoker).MoveAsync(request, options),
            cancellation);
        var target = answer.Node.Length > 0 ? $" to {answer.Node}" : " away from where it runs";
        session.Print(
            answer, [$"Resource/{request.Resource}"],
            () => session.Out.WriteLine($"{request.Resource} moves{target}; follow it with 'mkctl status'."));
        return ExitCodes.Ok;
    }
}
