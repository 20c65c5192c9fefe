using Microkernel.Cli.CommandLine;
using Microkernel.Cli.StatusView;
using Microkernel.V1;

namespace Microkernel.Cli.Commands;

/// <summary><c>mkctl status</c>: one screen that tells an operator all.</summary>
internal sealed class StatusCommand(CommandEnvironment environment)
    : ClusterCommand("status", "Show how the cluster stands: quorum, nodes, rings, resources, problems.", environment)
{
    /// <inheritdoc/>
    public override IReadOnlyList<(string Line, string Remark)> Examples =>
    [
        ("mkctl status", "Exit code 0: all is well; 10: warnings; 11: critical problems."),
        ("mkctl status -o wide", "Also every resource, every peer on every ring, every driver."),
        ("mkctl status -o json | jq .leader", "For scripts; the exit code is then 0 whenever there is an answer."),
        ("mkctl status --server node1:7400,node2:7400", "From elsewhere: the first that answers tells."),
    ];

    /// <inheritdoc/>
    protected override async Task<int> RunAsync(CommandSession session, CancellationToken cancellation)
    {
        var status = await session.ReadAsync(
            "Asking for the status",
            (invoker, options) =>
                new ClusterService.ClusterServiceClient(invoker).GetStatusAsync(new GetStatusRequest(), options),
            cancellation);
        session.Print(status, Names(status), () => StatusScreen.Write(session, status));
        return session.IsForPeople ? ExitCode(status) : ExitCodes.Ok;
    }

    private static IEnumerable<string> Names(GetStatusResponse status) =>
        status.Nodes.Select(n => $"Node/{n.Name}")
            .Concat(status.Rings.Select(r => $"Ring/{r.Name}"))
            .Concat(status.Resources.Select(r => $"Resource/{r.Name}"))
            .Concat(status.FenceDevices.Select(d => $"FenceDevice/{d.Name}"));

    private static int ExitCode(GetStatusResponse status)
    {
        if (!status.Quorate || status.Problems.Any(p => p.Severity == Severity.Critical))
        {
            return ExitCodes.Critical;
        }

        return status.Problems.Any(p => p.Severity != Severity.Info) ? ExitCodes.Warnings : ExitCodes.Ok;
    }
}
