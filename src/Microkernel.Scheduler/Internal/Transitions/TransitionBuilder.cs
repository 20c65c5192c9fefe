using Microkernel.Model;

namespace Microkernel.Scheduling.Internal;

/// <summary>Turns placements and interruptions into actions that wait for each other where they must.</summary>
internal sealed class TransitionBuilder
{
    private readonly ClusterView _view;
    private readonly List<DraftAction> _actions = [];
    private readonly DraftAction?[] _fences;
    private readonly ResourceActions?[] _of;

    private TransitionBuilder(ClusterView view)
    {
        _view = view;
        _fences = new DraftAction?[view.Nodes.Length];
        _of = new ResourceActions?[view.Resources.Length];
    }

    public static IReadOnlyList<PlannedAction> Build(ClusterView view)
    {
        var builder = new TransitionBuilder(view);
        builder.AddFences();
        if (view.HandsOff is null || view.Configuration.Maintenance)
        {
            builder.AddProbes();
        }

        builder.AddStops();
        builder.AddStarts();
        foreach (var resource in view.Resources)
        {
            if (builder._of[resource.Index] is { } actions)
            {
                builder.OrderStops(resource, actions);
                builder.OrderStart(resource, actions);
            }
        }

        return ActionSequence.Of(builder._actions);
    }

    private ResourceActions For(ResourceView resource) => _of[resource.Index] ??= new ResourceActions();

    private ResourceActions Of(int resource) => _of[resource] ?? ResourceActions.None;

    private DraftAction Add(
        ActionKind kind, NodeView node, ResourceView? resource, string reason, bool underWay = false)
    {
        var action = new DraftAction(kind, node, resource, reason) { UnderWay = underWay };
        _actions.Add(action);
        return action;
    }

    private void AddFences()
    {
        foreach (var node in _view.Nodes)
        {
            if (node.Standing == NodeStanding.ToFence)
            {
                _fences[node.Index] = Add(
                    ActionKind.Fence, node, null, node.FenceReason, node.Seen.FenceUnderWay);
            }
        }

        foreach (var resource in _view.Resources)
        {
            foreach (var instance in resource.Instances)
            {
                if (instance.Active && _fences[instance.Node.Index] is { } fence)
                {
                    For(resource).Fences.Add(fence);
                }
            }
        }
    }

    private void AddProbes()
    {
        if (_view.StopsAll)
        {
            return;
        }

        foreach (var node in _view.Nodes)
        {
            if (node.Seen.Witness || node.Standing is not (NodeStanding.Acting or NodeStanding.Joining))
            {
                continue;
            }

            var reason = $"it is not known whether it is active on {node.Name}";
            foreach (var resource in _view.Resources)
            {
                var pending = resource.On(node)?.Seen.Pending ?? PendingOperation.None;
                if ((resource.Probed & node.Bit) == 0 && pending is PendingOperation.None or PendingOperation.Probe)
                {
                    For(resource).Probes.Add(
                        Add(ActionKind.Probe, node, resource, reason, pending == PendingOperation.Probe));
                }
            }
        }
    }

    private void AddStops()
    {
        foreach (var resource in _view.Resources)
        {
            foreach (var instance in resource.Instances)
            {
                if (instance.StopReason is { } reason)
                {
                    For(resource).Stops.Add(AddStop(resource, instance, reason));
                }
            }
        }

        foreach (var orphan in _view.Orphans)
        {
            foreach (var instance in orphan.Instances)
            {
                if (instance.StopReason is { } reason)
                {
                    AddStop(orphan, instance, reason);
                }
            }
        }
    }

    private DraftAction AddStop(ResourceView resource, Instance instance, string reason)
    {
        if (instance.Seen.Pending == PendingOperation.Stop)
        {
            return Add(ActionKind.Stop, instance.Node, resource, reason, underWay: true);
        }

        // What is just being started has to be let finish before it can be stopped.
        var start = instance.Seen.Pending == PendingOperation.Start
            ? Add(ActionKind.Start, instance.Node, resource, "it was ordered before", underWay: true) : null;
        var stop = Add(ActionKind.Stop, instance.Node, resource, reason);
        stop.WaitFor(start);
        return stop;
    }

    private void AddStarts()
    {
        foreach (var resource in _view.Resources)
        {
            if (resource.Pin is not null || resource.Outcome != Outcome.Up || resource.Target is not { } target)
            {
                continue;
            }

            var there = resource.On(target);
            if (there is { Active: true, StopReason: null } && target.Acts)
            {
                if (there.Seen.Pending == PendingOperation.Start)
                {
                    For(resource).Start =
                        Add(ActionKind.Start, target, resource, "it was ordered before", underWay: true);
                }

                continue;
            }

            For(resource).Start = Add(ActionKind.Start, target, resource, PlacementReasons.OfStart(resource));
        }
    }

    private void OrderStops(ResourceView resource, ResourceActions actions)
    {
        foreach (var order in _view.Topology.OrderedBefore[resource.Index])
        {
            if (!order.Symmetrical || actions.Stops.Count == 0)
            {
                continue;
            }

            var upper = Of(order.Then);
            foreach (var stop in actions.Stops)
            {
                stop.WaitForAll(upper.Stops);
                stop.WaitForAll(upper.Fences);
            }
        }
    }

    private void OrderStart(ResourceView resource, ResourceActions actions)
    {
        if (actions.Start is not { UnderWay: false } start)
        {
            return;
        }

        start.WaitForAll(actions.Stops);
        start.WaitForAll(actions.Probes);
        WaitForFences(resource, start);
        foreach (var order in _view.Topology.OrderedAfter[resource.Index])
        {
            start.WaitFor(Of(order.First).Start);
        }

        foreach (var edge in _view.Topology.Following[resource.Index])
        {
            KeepApartOrTogether(start, edge.Primary, edge.Score);
        }

        foreach (var edge in _view.Topology.FollowedBy[resource.Index])
        {
            KeepApartOrTogether(start, edge.Dependent, edge.Score);
        }
    }

    // Where it is known to be active on a node that answers, it is not active on a silent one where it was seen
    // stopped.
    private void WaitForFences(ResourceView resource, DraftAction start)
    {
        foreach (var fence in _fences)
        {
            if (fence is not null && !(resource.ActiveHere && resource.KnownStoppedOn(fence.Node)))
            {
                start.WaitFor(fence);
            }
        }
    }

    // Those that may run only together are never seen apart on the way, and those that may not never together.
    private void KeepApartOrTogether(DraftAction start, int other, int score)
    {
        if (Math.Abs(score) < Scores.Infinity)
        {
            return;
        }

        var actions = Of(other);
        foreach (var stop in actions.Stops)
        {
            if ((score > 0) == (stop.Node != start.Node))
            {
                start.WaitFor(stop);
            }
        }

        if (score > 0)
        {
            start.WaitForAll(actions.Fences);
        }
    }
}
