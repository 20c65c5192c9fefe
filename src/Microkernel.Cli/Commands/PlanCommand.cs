using System.Globalization;
using Microkernel.Cli.CommandLine;
using Microkernel.Cli.Output;
using Microkernel.V1;

namespace Microkernel.Cli.Commands;

/// <summary><c>mkctl plan</c>: what the scheduler would do now.</summary>
internal sealed class PlanCommand(CommandEnvironment environment)
    : ClusterCommand("plan", "Show what the cluster would do now, in which order and why.", environment)
{
    /// <inheritdoc/>
    public override IReadOnlyList<(string Line, string Remark)> Examples =>
    [
        ("mkctl plan", "Each step with the steps that it waits for, then where everything goes."),
        ("mkctl plan -o json", "For scripts."),
    ];

    /// <inheritdoc/>
    protected override async Task<int> RunAsync(CommandSession session, CancellationToken cancellation)
    {
        var plan = await session.ReadAsync(
            "Planning",
            (invoker, options) =>
                new OperationService.OperationServiceClient(invoker).GetPlanAsync(new GetPlanRequest(), options),
            cancellation);
        session.Print(plan, plan.Actions.Select(Title), () => Show(session, plan));
        return ExitCodes.Ok;
    }

    private static string Title(PlannedAction action) =>
        string.Join('/', new[] { action.Operation, action.Resource, action.Node }.Where(part => part.Length > 0));

    private static void Show(CommandSession session, GetPlanResponse plan)
    {
        if (plan.Actions.Count == 0)
        {
            session.Out.WriteLine("Nothing to do.");
        }
        else
        {
            var steps = new TextTable("STEP", "DO", "RESOURCE", "NODE", "AFTER");
            foreach (var action in plan.Actions)
            {
                steps.Add(
                    Number(action.Id), action.Operation, action.Resource, action.Node,
                    string.Join(' ', action.After.Select(Number)));
                steps.AddNote(action.Reason, Tone.Faint);
            }

            steps.Write(session.Out, session.Ink, session.TableWidth);
        }

        if (plan.Placements.Count > 0)
        {
            session.Out.WriteLine();
            var places = new TextTable("RESOURCE", "GOES TO");
            foreach (var place in plan.Placements)
            {
                places.Add(place.Resource, place.Node.Length > 0 ? place.Node : "nowhere");
                places.AddNote(place.Reason, Tone.Faint);
            }

            places.Write(session.Out, session.Ink, session.TableWidth);
        }
    }

    private static string Number(uint number) => number.ToString(CultureInfo.InvariantCulture);
}
