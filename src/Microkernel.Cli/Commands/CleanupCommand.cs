using System.CommandLine;
using Microkernel.Cli.CommandLine;
using Microkernel.V1;

namespace Microkernel.Cli.Commands;

/// <summary><c>mkctl cleanup</c>: forgets failures.</summary>
internal sealed class CleanupCommand : ClusterCommand
{
    private readonly Argument<string> _resource = new("RESOURCE") { Description = "Resource or group." };

    private readonly Option<string?> _node = new("--node")
    {
        Description = "Only on this node. Default: on all.",
        HelpName = "NODE",
    };

    /// <summary>Creates the command.</summary>
    public CleanupCommand(CommandEnvironment environment)
        : base("cleanup", "Forget failures of a resource and look at it anew.", environment)
    {
        Add(_resource);
        Add(_node);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<(string Line, string Remark)> Examples =>
    [
        ("mkctl cleanup web", "After mending the cause: the cluster may start it again."),
        ("mkctl cleanup web --node vapp2", "Failures on vapp2 alone."),
    ];

    /// <inheritdoc/>
    protected override async Task<int> RunAsync(CommandSession session, CancellationToken cancellation)
    {
        var request = new CleanupRequest
        {
            Resource = session.Value(_resource),
            Node = session.Value(_node) ?? string.Empty,
        };
        var answer = await session.CallAsync(
            $"Cleaning up {request.Resource}",
            (invoker, options) => new OperationService.OperationServiceClient(invoker).CleanupAsync(request, options),
            cancellation);
        session.Print(
            answer, [$"Resource/{request.Resource}"],
            () => session.Out.WriteLine(answer.Forgotten switch
            {
                0 => $"{request.Resource} had no failures to forget.",
                1 => $"1 failure of {request.Resource} is forgotten.",
                var count => $"{count} failures of {request.Resource} are forgotten.",
            }));
        return ExitCodes.Ok;
    }
}
