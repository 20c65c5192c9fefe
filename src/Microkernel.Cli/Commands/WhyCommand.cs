using System.CommandLine;
using System.Text.Json;
using Microkernel.Cli.CommandLine;
using Microkernel.Cli.Failures;
using Microkernel.Cli.Output;
using Microkernel.Model;
using Microkernel.Simulation;

namespace Microkernel.Cli.Commands;

/// <summary><c>mkctl why</c>: what decides where a resource runs.</summary>
internal sealed class WhyCommand : ClusterCommand
{
    private readonly CibInput _input = new();
    private readonly Argument<string> _resource = new("RESOURCE") { Description = "A resource or clone." };

    private readonly Option<string> _notOn = new("--not-on")
    {
        Description = "Tell only why it is not on this node.",
        HelpName = "NODE",
    };

    /// <summary>Creates the command.</summary>
    public WhyCommand(CommandEnvironment environment)
        : base("why", "Tell the scores and constraints that decide where a resource runs.", environment)
    {
        Add(_resource);
        Add(_notOn);
        _input.AddTo(this);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<(string Line, string Remark)> Examples =>
    [
        ("mkctl why web --cib cib.xml", "What each node is worth to web, and by which constraints."),
        ("mkctl why web --not-on vapp2 --cib cib.xml", "Why it is not on vapp2."),
    ];

    /// <inheritdoc/>
    protected override Task<int> RunAsync(CommandSession session, CancellationToken cancellation)
    {
        var name = session.Value(_resource)!;
        var plan = _input.Use(session, CibSimulation.Plan);
        var choices = plan.Choices.Where(c => c.Resource == name
            || c.Resource.StartsWith(name + ":", StringComparison.Ordinal)).ToList();
        if (choices.Count == 0)
        {
            var near = NearestName.Find(name, plan.Choices.Select(c => c.Resource.Split(':')[0]));
            throw new CommandFailure(ExitCodes.NotFound, $"There is no resource {name}.",
                near is null ? null : $"Did you mean {near}?");
        }

        if (session.Format == OutputFormat.Json)
        {
            session.Out.WriteLine(JsonSerializer.Serialize(choices, JsonSerializerOptions.Web));
            return Task.FromResult(ExitCodes.Ok);
        }

        foreach (var choice in choices)
        {
            Show(session, choice, session.Value(_notOn));
        }

        foreach (var held in plan.HeldUp.Where(h => h.StartsWith(name, StringComparison.Ordinal)))
        {
            session.Out.WriteLine(held);
        }

        return Task.FromResult(ExitCodes.Ok);
    }

    private static void Show(CommandSession session, PlacementChoice choice, string? notOn)
    {
        session.Out.WriteLine(choice.Node is null
            ? $"{choice.Resource} goes nowhere: {choice.Reason}"
            : $"{choice.Resource} goes to {choice.Node}");
        var table = new TextTable("NODE", "SCORE", "WHY");
        foreach (var node in choice.Nodes.Where(n => notOn is null || n.Node == notOn || n.Node == choice.Node))
        {
            var words = node.Locations.Prepend(node.CannotRun ?? (node.Score < 0 ? "banned" : "possible"));
            table.Add(node.Node, Scores.Format(node.Score), string.Join("; ", words));
        }

        table.Write(session.Out, session.Ink, session.TableWidth);
    }
}
