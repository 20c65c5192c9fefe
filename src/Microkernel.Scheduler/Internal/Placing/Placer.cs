using Microkernel.Model;

namespace Microkernel.Scheduling.Internal;

/// <summary>Chooses the node of each resource, one after the other, as Pacemaker does.</summary>
internal sealed class Placer
{
    private readonly ClusterView _view;
    private readonly NodeView?[] _chosen;
    private readonly int[] _load;
    private readonly ColocationScores _colocations;
    private readonly MoveWishes _wishes;

    public Placer(ClusterView view, ScoreTable scores, MoveWishes wishes)
    {
        _view = view;
        Scores = scores;
        _wishes = wishes;
        _chosen = new NodeView?[view.Resources.Length];
        _load = new int[view.Nodes.Length];
        _colocations = new ColocationScores(view, scores, _chosen);
    }

    public ScoreTable Scores { get; }

    /// <summary>How many resources each node had when the traced resource chose.</summary>
    public int[] LoadAtTrace { get; private set; } = [];

    public void PlaceAll()
    {
        foreach (var (resource, follows) in _view.Topology.PlacementSteps)
        {
            if (follows is null)
            {
                Place(_view.Resources[resource]);
            }
            else
            {
                _colocations.Follow(resource, follows);
            }
        }
    }

    private void Place(ResourceView resource)
    {
        _colocations.HearFollowers(resource.Index);
        if (Scores.IsTraced(resource.Index))
        {
            LoadAtTrace = [.. _load];
        }

        var target = resource.Pin is { } pin ? pin.Node : resource.HeldDown is not null ? null : Choose(resource);
        _chosen[resource.Index] = target;
        resource.Target = target;
        if (target is not null)
        {
            _load[target.Index]++;
        }
    }

    private NodeView? Choose(ResourceView resource)
    {
        NodeView? best = null;
        var row = Scores.Row(resource.Index);
        var wish = _wishes.RanksOf(resource.Index);
        foreach (var node in _view.Nodes)
        {
            if (node.CanRun && row[node.Index] >= 0
                && (best is null || IsBetter(resource, node, best, row, wish)))
            {
                best = node;
            }
        }

        return best;
    }

    private bool IsBetter(ResourceView resource, NodeView node, NodeView than, Span<int> row, long[]? wish)
    {
        if (row[node.Index] != row[than.Index])
        {
            return row[node.Index] > row[than.Index];
        }

        if (wish is not null && wish[node.Index] != wish[than.Index])
        {
            return wish[node.Index] > wish[than.Index];
        }

        // At equal merit it stays; at no merit at all (stickiness 0) the lighter node wins first.
        var runsOnOne = RunsOn(resource, node) != RunsOn(resource, than);
        if (runsOnOne && row[node.Index] > 0)
        {
            return RunsOn(resource, node);
        }

        if (_load[node.Index] != _load[than.Index])
        {
            return _load[node.Index] < _load[than.Index];
        }

        // Nodes come by position, so that the earlier one stays the best.
        return runsOnOne && RunsOn(resource, node);
    }

    private static bool RunsOn(ResourceView resource, NodeView node) =>
        resource.Home is { } home ? home == node : resource.On(node) is { Active: true };
}
