using System.Globalization;
using System.Text;

namespace Microkernel.Scheduling.Tests.Worlds;

/// <summary>Writes plans as people would.</summary>
internal static class PlanText
{
    public static string Of(Plan plan)
    {
        var text = new StringBuilder();
        var byId = plan.Actions.ToDictionary(a => a.Id);
        foreach (var action in plan.Actions)
        {
            var after = Direct(action, byId).Select(a => Name(a)).ToList();
            text.Append(Name(action))
                .Append(action.UnderWay ? " (under way)" : "")
                .Append(after.Count == 0 ? "" : $", after {string.Join(" and ", after)}")
                .Append(CultureInfo.InvariantCulture, $": {action.Reason}\n");
        }

        foreach (var notice in plan.Notices)
        {
            text.Append(notice.Kind.ToString().ToLowerInvariant()).Append(": ").Append(notice.Message).Append('\n');
        }

        foreach (var move in plan.FulfilledMoves)
        {
            text.Append(CultureInfo.InvariantCulture, $"fulfilled: move of {move.Resource}\n");
        }

        if (plan.RecheckAt is { } at)
        {
            text.Append(CultureInfo.InvariantCulture, $"look again at {at:HH:mm:ss}\n");
        }

        return text.Length == 0 ? "nothing to do\n" : text.ToString();
    }

    public static string Of(Explanation why)
    {
        var text = new StringBuilder();
        var place = why.Placement.Node ?? "nowhere";
        text.Append(CultureInfo.InvariantCulture, $"{why.Placement.Resource} on {place}: {why.Placement.Reason}\n");
        foreach (var node in why.Nodes)
        {
            text.Append(CultureInfo.InvariantCulture, $"{node.Node}: {Model.Scores.Format(node.Score)}")
                .Append(node.CannotRun is null ? "" : $", but {node.CannotRun}").Append('\n');
            foreach (var part in node.Contributions)
            {
                text.Append(
                    CultureInfo.InvariantCulture, $"  {Model.Scores.Format(part.Score)}: {part.Reason}\n");
            }
        }

        return text.ToString();
    }

    private static string Name(PlannedAction action) => action.Kind == ActionKind.Fence
        ? $"fence {action.Node}"
        : $"{action.Kind.ToString().ToLowerInvariant()} {action.Resource} on {action.Node}";

    // What is waited for anyway, for the sake of another, is left out.
    private static IEnumerable<PlannedAction> Direct(PlannedAction action, Dictionary<int, PlannedAction> byId)
    {
        var implied = new HashSet<int>();
        foreach (var before in action.After)
        {
            Collect(byId[before]);
        }

        return action.After.Where(id => !implied.Contains(id)).Select(id => byId[id]);

        void Collect(PlannedAction at)
        {
            foreach (var before in at.After.Where(implied.Add))
            {
                Collect(byId[before]);
            }
        }
    }
}
