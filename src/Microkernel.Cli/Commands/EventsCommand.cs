using System.CommandLine;
using System.CommandLine.Parsing;
using Microkernel.Cli.CommandLine;
using Microkernel.Cli.Output;
using Microkernel.Model;
using Microkernel.V1;

namespace Microkernel.Cli.Commands;

/// <summary><c>mkctl events</c>: what happened.</summary>
internal sealed class EventsCommand : ClusterCommand
{
    private readonly Option<bool> _follow = new("--follow")
    {
        Description = "Go on with what happens, until Ctrl-C.",
    };

    private readonly Option<long?> _after = OptionValues.Sequence("--after", "Only events after this one.");
    private readonly Option<uint?> _limit = OptionValues.Count(
        "--limit", "At most so many of the kept ones, the newest.");

    private readonly Option<ObjectReference?> _about = new("--about")
    {
        Description = "Only events about this object, as Node/vapp1.",
        HelpName = "KIND/NAME",
        CustomParser = result => ParseAbout(result),
    };

    /// <summary>Creates the command.</summary>
    public EventsCommand(CommandEnvironment environment)
        : base("events", "Show what happened, the oldest first.", environment)
    {
        Add(_follow);
        Add(_after);
        Add(_limit);
        Add(_about);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<(string Line, string Remark)> Examples =>
    [
        ("mkctl events --limit 20", "The last 20 events."),
        ("mkctl events --follow --limit 0", "Everything kept, then what happens."),
        ("mkctl events --about node/vapp2 -o json", "One JSON object a line; 'sequence' is for --after."),
    ];

    /// <inheritdoc/>
    protected override async Task<int> RunAsync(CommandSession session, CancellationToken cancellation)
    {
        var request = new ListEventsRequest
        {
            Follow = session.Value(_follow),
            After = session.Value(_after) ?? 0,
            Limit = session.Value(_limit) ?? 0,
            About = session.Value(_about),
        };
        var lines = new EventLines(session);
        try
        {
            await session.Cluster.ReadAsync(
                (invoker, options) => new EventService.EventServiceClient(invoker).ListEvents(request, options),
                answer => lines.Write(answer.Event),
                cancellation);
        }
        catch (OperationCanceledException) when (request.Follow)
        {
            // Ctrl-C is how following ends.
        }

        if (lines.Count == 0 && session.IsForPeople && !request.Follow)
        {
            session.Remark("No such event is kept.");
        }

        return ExitCodes.Ok;
    }

    private static ObjectReference? ParseAbout(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        var parts = text.Split('/', 2);
        if (parts.Length == 2 && parts[1].Length > 0 && KindArgument.TryParse(parts[0], out var kind))
        {
            return new ObjectReference { Kind = kind.Name, Name = parts[1] };
        }

        result.AddError(
            $"--about: '{text}': expected KIND/NAME, as Node/vapp1, where KIND is one of {Kinds.Names}");
        return null;
    }
}
