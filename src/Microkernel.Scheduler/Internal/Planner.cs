using Microkernel.Model;

namespace Microkernel.Scheduling.Internal;

/// <summary>Makes one plan: judges what was seen, places, and puts the transition together.</summary>
internal sealed class Planner
{
    private readonly ClusterView _view;
    private readonly ScoreTable _scores;
    private readonly MoveWishes _wishes = new();
    private readonly ResourceView? _traced;

    /// <param name="input">What the plan depends on.</param>
    /// <param name="traced">Resource or group to explain; null for none.</param>
    public Planner(SchedulerInput input, string? traced)
    {
        ArgumentNullException.ThrowIfNull(input);
        _view = ClusterViewReader.Read(input);
        if (traced is not null)
        {
            _traced = _view.Topology.Spans.TryGetValue(traced, out var span) ? _view.Resources[span.First]
                : throw new ArgumentException($"There is no resource or group {traced}.", nameof(traced));
        }

        _scores = new ScoreTable(_view.Resources.Length, _view.Nodes.Length, _traced?.Index);
    }

    public Plan Plan() => Plan(out _);

    public Explanation Explain()
    {
        var traced = _traced!;
        var plan = Plan(out var placer);
        var nodes = _view.Nodes.Select(n => new NodeScore(
            n.Name,
            _scores.Row(traced.Index)[n.Index],
            n.CannotRun,
            placer.LoadAtTrace[n.Index],
            _scores.Contributions(n.Index)));
        return new Explanation(
            plan.Placements.Single(p => p.Resource == traced.Name),
            [.. nodes.OrderByDescending(n => n.CannotRun is null).ThenByDescending(n => n.Score)],
            [.. plan.Actions.Where(a => a.Resource == traced.Name)],
            [.. plan.Notices.Where(n => n.Resource == traced.Name)]);
    }

    private Plan Plan(out Placer placer)
    {
        OwnScores.Fill(_view, _scores);
        _wishes.Apply(_view, _scores);
        placer = new Placer(_view, _scores, _wishes);
        placer.PlaceAll();
        OutcomeAssessment.Assess(_view);
        Interruptions.Assess(_view, _scores);
        var placements = new Placement[_view.Resources.Length];
        foreach (var resource in _view.Resources)
        {
            var reason = PlacementReasons.Of(_view, resource, _scores);
            var runs = resource.Outcome == Outcome.Up || resource.Pin is not null;
            placements[resource.Index] = new Placement(resource.Name, runs ? resource.Target?.Name : null, reason);
            if (resource is { Pin: null, HeldDown: null, Target: null } && !PlacementReasons.IsOthersFault(_view, resource))
            {
                _view.Block("no-node", resource.Name, null, $"{resource.Name} runs nowhere: {reason}");
            }
        }

        Array.Sort(placements, static (a, b) => string.CompareOrdinal(a.Resource, b.Resource));
        return new Plan
        {
            Placements = placements,
            Actions = TransitionBuilder.Build(_view),
            Notices = [.. _view.Notices.OrderByDescending(n => n.Kind).ThenBy(n => n.Code, StringComparer.Ordinal)
                .ThenBy(n => n.Resource, StringComparer.Ordinal).ThenBy(n => n.Node, StringComparer.Ordinal)
                .ThenBy(n => n.Message, StringComparer.Ordinal)],
            FulfilledMoves = _wishes.Fulfilled,
            RecheckAt = _view.RecheckAt,
        };
    }
}
