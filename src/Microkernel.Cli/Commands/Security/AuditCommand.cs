using System.CommandLine;
using System.Globalization;
using Microkernel.Cli.CommandLine;
using Microkernel.Cli.Output;
using Microkernel.V1;

namespace Microkernel.Cli.Commands;

/// <summary><c>mkctl audit</c>: who did what.</summary>
internal sealed class AuditCommand : ClusterCommand
{
    private readonly Option<long?> _after = OptionValues.Sequence("--after", "Only records after this one.");
    private readonly Option<uint?> _limit = OptionValues.Count("--limit", "At most so many, the newest.");

    /// <summary>Creates the command.</summary>
    public AuditCommand(CommandEnvironment environment)
        : base("audit", "Show who changed what, when and from where, the oldest first.", environment)
    {
        Add(_after);
        Add(_limit);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<(string Line, string Remark)> Examples =>
    [
        ("mkctl audit --limit 20", "The last 20 records."),
        ("mkctl audit -o json --after 638000000000000000", "One JSON object a line, old and new; to be collected elsewhere."),
    ];

    /// <inheritdoc/>
    protected override async Task<int> RunAsync(CommandSession session, CancellationToken cancellation)
    {
        var request = new ListAuditRequest
        {
            After = session.Value(_after) ?? 0,
            Limit = session.Value(_limit) ?? 0,
        };
        var table = new TextTable("TIME", "WHO", "FROM", "ACTION", "TARGET", "OUTCOME", "DETAIL");
        await session.Cluster.ReadAsync(
            (invoker, options) => new AuditService.AuditServiceClient(invoker).ListAudit(request, options),
            answer => Take(session, table, answer.Record),
            cancellation);
        if (session.IsForPeople)
        {
            table.Write(session.Out, session.Ink, session.TableWidth);
        }

        return ExitCodes.Ok;
    }

    private static void Take(CommandSession session, TextTable table, AuditRecord record)
    {
        switch (session.Format)
        {
            case OutputFormat.Json:
                session.Out.WriteLine(MessageText.JsonLine(record));
                break;
            case OutputFormat.Yaml:
                session.Out.Write("---\n" + MessageText.Yaml(record));
                break;
            case OutputFormat.Name:
                session.Out.WriteLine(record.Sequence.ToString(CultureInfo.InvariantCulture));
                break;
            default:
                table.Add(
                    session.Terminal.ToLocal(record.Time).ToString("MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
                    $"{record.Who} ({record.Role})", record.Origin,
                    record.Action[(record.Action.LastIndexOf('/') + 1)..],
                    record.Target.Length > 0 ? record.Target : Changed(record), record.Outcome, record.Detail);
                break;
        }
    }

    private static string Changed(AuditRecord record)
    {
        const int Shown = 3;
        var names = record.Changes.Select(change => change.New ?? change.Old)
            .Select(item => $"{Model.ObjectExtensions.KindName(item)}/{item.Metadata.Name}").ToList();
        return string.Join(", ", names.Take(Shown)) + (names.Count > Shown ? $" and {names.Count - Shown} more" : string.Empty);
    }
}
