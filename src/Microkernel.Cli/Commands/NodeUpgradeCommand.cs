using System.CommandLine;
using Grpc.Core;
using Microkernel.Cli.CommandLine;
using Microkernel.Cli.Failures;
using Microkernel.Cli.Upgrades;
using Microkernel.V1;

namespace Microkernel.Cli.Commands;

/// <summary><c>mkctl node upgrade</c>: replaces the core of each node in turn while everything runs.</summary>
internal sealed class NodeUpgradeCommand : ClusterCommand
{
    private readonly Argument<string[]> _nodes = new("NODE")
    {
        Description = "Nodes to upgrade. Default: all, the leader last.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<string?> _program = new("--program")
    {
        Description = "Path of the new core on the nodes. Default: where the running one is, which a package has "
            + "replaced.",
        HelpName = "PATH",
    };

    private readonly Option<TimeSpan?> _patience = OptionValues.Duration(
        "--wait", "How long a node may take to be well again. Default: 2m.");

    /// <summary>Creates the command.</summary>
    public NodeUpgradeCommand(CommandEnvironment environment)
        : base("upgrade", "Replace the core of one node after another; resources and drivers run on.", environment)
    {
        Add(_nodes);
        Add(_program);
        Add(_patience);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<(string Line, string Remark)> Examples =>
    [
        ("mkctl node upgrade", "After the package was upgraded on every node."),
        ("mkctl node upgrade vapp2 --program /opt/mk-2/microkerneld", "One node, to another program."),
    ];

    /// <inheritdoc/>
    protected override async Task<int> RunAsync(CommandSession session, CancellationToken cancellation)
    {
        var upgrade = new RollingUpgrade(
            ask => ReadStatusAsync(session, ask, cancellation),
            (node, ask) => session.CallAsync(
                $"Upgrading {node}",
                (invoker, options) => new NodeDriverService.NodeDriverServiceClient(invoker).UpgradeCoreAsync(
                    new UpgradeCoreRequest { Node = node, Program = session.Value(_program) ?? string.Empty }, options),
                ask),
            session.Terminal.Time, session.Value(_patience) ?? TimeSpan.FromMinutes(2),
            line => session.Remark(line));
        var done = await upgrade.RunAsync(session.OptionalValue(_nodes) ?? [], cancellation);
        var last = await ReadStatusAsync(session, cancellation, cancellation)
            ?? throw new CommandFailure(ExitCodes.Unreachable, "The status cannot be read.");
        session.Print(last, done.Select(node => $"Node/{node}"), () => session.Out.WriteLine(
            $"{string.Join(", ", done)} upgraded, with everything running."));
        return ExitCodes.Ok;
    }

    // While a core is replaced it does not answer: that is no failure yet.
    private static async Task<GetStatusResponse?> ReadStatusAsync(
        CommandSession session, CancellationToken ask, CancellationToken cancellation)
    {
        try
        {
            return await session.Cluster.CallAsync(
                (invoker, options) =>
                    new ClusterService.ClusterServiceClient(invoker).GetStatusAsync(new GetStatusRequest(), options),
                ask, isRead: true);
        }
        catch (CommandFailure e) when (
            e.ExitCode is ExitCodes.Unreachable or ExitCodes.Timeout && !cancellation.IsCancellationRequested)
        {
            return null;
        }
    }
}
