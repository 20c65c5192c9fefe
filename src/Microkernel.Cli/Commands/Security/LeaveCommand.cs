using System.CommandLine;
using Microkernel.Cli.CommandLine;
using Microkernel.V1;

namespace Microkernel.Cli.Commands;

/// <summary><c>mkctl leave</c>: takes a node out of its cluster.</summary>
internal sealed class LeaveCommand : ClusterCommand
{
    private readonly Argument<string?> _node = new("NODE")
    {
        Description = "The node. Default: the one that is asked, which is this host's.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    /// <summary>Creates the command.</summary>
    public LeaveCommand(CommandEnvironment environment)
        : base("leave", "Take a node out of the cluster: it no longer votes, and its certificates are revoked.", environment)
    {
        Add(_node);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<(string Line, string Remark)> Examples =>
    [
        ("mkctl leave vapp3", "After 'mkctl standby vapp3': nothing may run there."),
        ("mkctl leave", "This host itself; then stop microkerneld and its drivers."),
    ];

    /// <inheritdoc/>
    protected override async Task<int> RunAsync(CommandSession session, CancellationToken cancellation)
    {
        var node = session.OptionalValue(_node) ?? (await session.ReadAsync(
            "Asking for the node",
            (invoker, options) =>
                new ClusterService.ClusterServiceClient(invoker).GetStatusAsync(new GetStatusRequest(), options),
            cancellation)).Node;
        var answer = await session.CallAsync(
            $"Taking {node} out",
            (invoker, options) => new IdentityService.IdentityServiceClient(invoker).LeaveAsync(
                new LeaveRequest { Node = node }, options),
            cancellation);
        session.Print(
            answer, [$"Node/{node}"],
            () => session.Out.WriteLine($"{node} has left. Stop microkerneld and its drivers there."));
        return ExitCodes.Ok;
    }
}
