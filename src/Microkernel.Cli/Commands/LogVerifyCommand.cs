using System.CommandLine;
using Microkernel.Cli.CommandLine;
using Microkernel.Cli.LogView;
using Microkernel.Cli.Output;

namespace Microkernel.Cli.Commands;

/// <summary><c>mkctl log verify</c>: whether a node would start with what its disk holds.</summary>
internal sealed class LogVerifyCommand : ClusterCommand
{
    private readonly Argument<string> _directory = new("DIR") { Description = "The node's data directory." };

    /// <summary>Creates the command.</summary>
    public LogVerifyCommand(CommandEnvironment environment)
        : base(
            "verify",
            "Check every checksum of a stopped node's consensus log and snapshot, and that they fit together.",
            environment) => Add(_directory);

    /// <inheritdoc/>
    public override IReadOnlyList<(string Line, string Remark)> Examples =>
    [
        ("mkctl log verify /var/lib/microkernel", "Ends with 0 when all is sound, with 12 when something is damaged."),
    ];

    /// <inheritdoc/>
    protected override Task<int> RunAsync(CommandSession session, CancellationToken cancellation)
    {
        var report = LogDirectory.Read(session.Value(_directory));
        session.Print(report, report.Damages.Select(damage => damage.File), () =>
        {
            foreach (var damage in report.Damages)
            {
                session.Out.WriteLine(session.Ink.Paint($"damaged: {LogPage.Text(damage)}", Tone.Bad));
            }

            if (report.TornTail is { } tail)
            {
                session.Out.WriteLine(
                    $"torn: {tail.File} at offset {tail.OffsetBytes}: a write that was never acknowledged; the next "
                    + "start cuts it");
            }

            if (report.Damages.Count == 0)
            {
                var frames = report.Segments.Aggregate(0UL, (sum, segment) => sum + segment.Frames);
                var snapshot = report.Snapshot is null ? "no snapshot" : "one snapshot";
                session.Out.WriteLine($"sound: {report.Segments.Count} segments, {frames} frames, {snapshot}");
            }
        });
        return Task.FromResult(report.Damages.Count == 0 ? ExitCodes.Ok : ExitCodes.Damaged);
    }
}
