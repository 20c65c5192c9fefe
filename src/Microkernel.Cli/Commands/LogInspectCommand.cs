using System.CommandLine;
using Microkernel.Cli.CommandLine;
using Microkernel.Cli.LogView;
using Microkernel.Cli.Output;

namespace Microkernel.Cli.Commands;

/// <summary><c>mkctl log inspect</c>: what a node's consensus log holds, while the node is stopped.</summary>
internal sealed class LogInspectCommand : ClusterCommand
{
    private readonly Argument<string> _directory = new("DIR") { Description = "The node's data directory." };

    private readonly Option<bool> _entries = new("--entries") { Description = "List the entries, without content." };

    private readonly Option<ulong> _from = new("--from")
    {
        Description = "The first entry to list.",
        DefaultValueFactory = _ => 1,
    };

    private readonly Option<ulong> _through = new("--through")
    {
        Description = "The last entry to list.",
        DefaultValueFactory = _ => ulong.MaxValue,
    };

    /// <summary>Creates the command.</summary>
    public LogInspectCommand(CommandEnvironment environment)
        : base("inspect", "Show what the consensus log of a stopped node holds; nothing is changed.", environment)
    {
        Add(_directory);
        Add(_entries);
        Add(_from);
        Add(_through);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<(string Line, string Remark)> Examples =>
    [
        ("mkctl log inspect /var/lib/microkernel", "Identity, term, snapshot, segments, voters."),
        ("mkctl log inspect DIR --entries --from 1200 --through 1300", "Also these entries, without their content."),
        ("mkctl log inspect DIR -o json", "For programs."),
    ];

    /// <inheritdoc/>
    protected override Task<int> RunAsync(CommandSession session, CancellationToken cancellation)
    {
        var through = session.Value(_entries) ? session.Value(_through) : 0;
        var report = LogDirectory.Read(session.Value(_directory), session.Value(_from), through);
        session.Print(report, report.Segments.Select(segment => segment.File), () => LogPage.Show(session, report));
        foreach (var damage in report.Damages)
        {
            session.Remark($"damaged: {LogPage.Text(damage)}", Tone.Bad);
        }

        return Task.FromResult(report.Damages.Count == 0 ? ExitCodes.Ok : ExitCodes.Damaged);
    }
}
