using System.Diagnostics.CodeAnalysis;

namespace Microkernel.Scheduling.Internal;

/// <summary>Makes one plan: judges what was seen, places, and puts the transition together.</summary>
internal sealed class Planner
{
    // Each round only ever adds to what leaves; two are enough for all but contrived cases.
    private const int MaxRounds = 4;

    private readonly ClusterView _view;
    private readonly ResourceView? _traced;
    private ScoreTable _scores;
    private MoveWishes _wishes = new();
    private Placer _placer;

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

        Place();
    }

    public Plan Plan()
    {
        Interruptions.Assess(_view, _scores);
        var placements = new Placement[_view.Resources.Length];
        foreach (var resource in _view.Resources)
        {
            var reason = PlacementReasons.Of(_view, resource, _scores);
            var runs = resource.Outcome == Outcome.Up || resource.Pin is not null;
            placements[resource.Index] = new Placement(resource.Name, runs ? resource.Target?.Name : null, reason);
            Report(resource, reason);
        }

        Array.Sort(placements, static (a, b) => string.CompareOrdinal(a.Resource, b.Resource));
        return new Plan
        {
            Placements = placements,
            Actions = TransitionBuilder.Build(_view),
            Notices = [.. _view.Notices.Concat(_wishes.Notices)
                .OrderByDescending(n => n.Kind).ThenBy(n => n.Code, StringComparer.Ordinal)
                .ThenBy(n => n.Resource, StringComparer.Ordinal).ThenBy(n => n.Node, StringComparer.Ordinal)
                .ThenBy(n => n.Message, StringComparer.Ordinal)],
            FulfilledMoves = _wishes.Fulfilled,
            RecheckAt = _view.RecheckAt,
        };
    }

    public Explanation Explain()
    {
        var traced = _traced!;
        var plan = Plan();
        var nodes = _view.Nodes.Select(n => new NodeScore(
            n.Name,
            _scores.Row(traced.Index)[n.Index],
            n.CannotRun,
            _placer.LoadAtTrace[n.Index],
            _scores.Contributions(n.Index)));
        return new Explanation(
            plan.Placements.Single(p => p.Resource == traced.Name),
            [.. nodes.OrderByDescending(n => n.CannotRun is null).ThenByDescending(n => n.Score)],
            [.. plan.Actions.Where(a => a.Resource == traced.Name)],
            [.. plan.Notices.Where(n => n.Resource == traced.Name)]);
    }

    // What runs and loses its place would still pull those that it follows to where it was, and the next plan, which no
    // longer sees it there, would move them once more. So its stickiness is taken out, and all choose again.
    [MemberNotNull(nameof(_scores), nameof(_placer))]
    private void Place()
    {
        for (var round = 1; ; round++)
        {
            _scores = new ScoreTable(_view.Resources.Length, _view.Nodes.Length, _traced?.Index);
            OwnScores.Fill(_view, _scores);
            _wishes = new MoveWishes();
            _wishes.Apply(_view, _scores);
            _placer = new Placer(_view, _scores, _wishes);
            _placer.PlaceAll();
            OutcomeAssessment.Assess(_view);
            if (round == MaxRounds || !MarkLeaving())
            {
                return;
            }
        }
    }

    private bool MarkLeaving()
    {
        var changed = false;
        foreach (var resource in _view.Resources)
        {
            if (resource is { Leaves: false, Outcome: Outcome.Down, Pin: null, HeldDown: null, ActiveHere: true })
            {
                resource.Leaves = true;
                changed |= _view.Topology.Following[resource.Index].Length > 0 || resource.WaitsFor is not null;
            }
        }

        return changed;
    }

    private void Report(ResourceView resource, string reason)
    {
        if (resource is { HeldUp: true, Outcome: Outcome.Down, Target: { } target })
        {
            _view.Block("start-held-up", resource.Name, target.Name,
                $"{resource.Name} is not started on {target.Name} yet: {resource.WaitsFor}");
        }
        else if (resource is { Pin: null, HeldDown: null, Target: null }
            && !PlacementReasons.IsOthersFault(_view, resource))
        {
            _view.Block("no-node", resource.Name, null, $"{resource.Name} runs nowhere: {reason}");
        }
    }
}
