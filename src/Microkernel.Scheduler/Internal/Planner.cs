using System.Diagnostics.CodeAnalysis;

namespace Microkernel.Scheduling.Internal;

/// <summary>Makes one plan: judges what was seen, places, and puts the transition together.</summary>
internal sealed class Planner
{
    // Two are enough for all but contrived configurations; some of those never come to rest.
    private const int MaxRounds = 5;

    private readonly ClusterView _view;
    private readonly ResourceView? _traced;
    private ScoreTable _scores;
    private MoveWishes _wishes;
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

    // Where a resource runs pulls and repels others. What is about to move would still do so from where it was, and the
    // next plan, which sees it elsewhere, would move those once more. So all choose again as if it had moved already,
    // until nobody would choose otherwise: the plan after this one then finds nothing to do.
    [MemberNotNull(nameof(_scores), nameof(_wishes), nameof(_placer))]
    private void Place()
    {
        foreach (var resource in _view.Resources)
        {
            resource.Home = resource.OnlyNode;
        }

        Choose();
        for (var round = 2; round <= MaxRounds && MoveHomes(); round++)
        {
            var (scores, wishes, placer) = (_scores, _wishes, _placer);
            var before = Array.ConvertAll(_view.Resources, r => r.Target);
            Choose();
            if (_view.Resources.All(r => r.Target == before[r.Index]))
            {
                // The earlier scores say why: in the later ones all seem to stick to where they only shall go.
                (_scores, _wishes, _placer) = (scores, wishes, placer);
                return;
            }
        }
    }

    [MemberNotNull(nameof(_scores), nameof(_wishes), nameof(_placer))]
    private void Choose()
    {
        _scores = new ScoreTable(_view.Resources.Length, _view.Nodes.Length, _traced?.Index);
        OwnScores.Fill(_view, _scores);
        _wishes = new MoveWishes();
        _wishes.Apply(_view, _scores);
        _placer = new Placer(_view, _scores, _wishes);
        _placer.PlaceAll();
        OutcomeAssessment.Assess(_view);
    }

    private bool MoveHomes()
    {
        var matters = false;
        foreach (var resource in _view.Resources)
        {
            var home = resource.Outcome == Outcome.Up ? resource.Target : null;
            if (resource.Pin is null && resource.Home != home)
            {
                resource.Home = home;
                matters |= _view.Topology.Following[resource.Index].Length > 0;
            }
        }

        return matters;
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
