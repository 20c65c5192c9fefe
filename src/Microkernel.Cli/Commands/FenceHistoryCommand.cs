using System.CommandLine;
using System.Globalization;
using Microkernel.Cli.CommandLine;
using Microkernel.Cli.Output;
using Microkernel.Model;
using Microkernel.V1;

namespace Microkernel.Cli.Commands;

/// <summary><c>mkctl fence history</c>: what was fenced, and how that went.</summary>
internal sealed class FenceHistoryCommand : ClusterCommand
{
    private readonly Argument<string?> _node = new("NODE")
    {
        Description = "Only of this node. Default: all.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<uint?> _limit = OptionValues.Count("--limit", "At most so many, the newest. Default: 100.");

    /// <summary>Creates the command.</summary>
    public FenceHistoryCommand(CommandEnvironment environment)
        : base("history", "Show the last fencings, the newest first.", environment)
    {
        Add(_node);
        Add(_limit);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<(string Line, string Remark)> Examples =>
    [
        ("mkctl fence history --limit 5", "The last five, with what each device said."),
        ("mkctl fence history vapp2 -o json", "All that are kept of one node, for programs."),
    ];

    /// <inheritdoc/>
    protected override async Task<int> RunAsync(CommandSession session, CancellationToken cancellation)
    {
        var request = new ListFencingsRequest
        {
            Node = session.Value(_node) ?? string.Empty,
            Limit = session.Value(_limit) ?? 0,
        };
        var answer = await session.ReadAsync(
            "Asking for the fencings",
            (invoker, options) =>
                new FencingService.FencingServiceClient(invoker).ListFencingsAsync(request, options),
            cancellation);
        session.Print(answer, answer.Fencings.Select(f => $"Node/{f.Node}"), () => Show(session, answer));
        return ExitCodes.Ok;
    }

    private static void Show(CommandSession session, ListFencingsResponse answer)
    {
        if (answer.Fencings.Count == 0)
        {
            session.Remark("No such fencing is kept.");
            return;
        }

        var table = new TextTable("TIME (UTC)", "NODE", "RESULT", "TOOK", "LED BY", "WHY");
        foreach (var fencing in answer.Fencings)
        {
            table.Add(
                fencing.Began.ToDateTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture), fencing.Node,
                Result(fencing),
                fencing.Took is { } took ? Text(took.ToTimeSpan()) : string.Empty, fencing.Leader, fencing.Reason);
            table.AddNote(string.Join("; ", fencing.Shots.Select(Shot)));
        }

        table.Write(session.Out, session.Ink, session.TableWidth);
    }

    private static Cell Result(FencingRecord fencing) => fencing switch
    {
        { ConfirmedByHand: true } => new Cell("confirmed", Tone.Uneasy),
        { VerifiedOff: true } => new Cell("off", Tone.Good),
        _ => new Cell("FAILED", Tone.Bad),
    };

    private static string Shot(FenceShot shot) =>
        $"{shot.Action} by {shot.Device} ({Text(shot.Took.ToTimeSpan())}): "
        + (shot.Succeeded ? shot.Action == "off" ? "verified" : "done" : shot.Reason);

    private static string Text(TimeSpan time) =>
        DurationText.Format(TimeSpan.FromMilliseconds(Math.Round(time.TotalMilliseconds)));
}
