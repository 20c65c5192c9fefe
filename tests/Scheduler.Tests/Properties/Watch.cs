using Microkernel.Model;
using Microkernel.Scheduling.Tests.Worlds;

namespace Microkernel.Scheduling.Tests.Properties;

/// <summary>Carries out a plan in some order that it allows, and tells the first rule that a step breaks.</summary>
internal sealed class Watch
{
    private readonly World _world;
    private readonly Plan _plan;
    private readonly HashSet<string> _leftAlone;
    private readonly List<(string Dependent, string Primary, int Score)> _colocations = [];
    private readonly List<(string First, string Then, bool Symmetrical)> _orders = [];

    public Watch(World world, Plan plan)
    {
        _world = world;
        _plan = plan;
        _leftAlone = [.. plan.Placements.Where(p => p.Reason.StartsWith("it is left alone", StringComparison.Ordinal))
            .Select(p => p.Resource)];
        foreach (var group in world.Groups.Values)
        {
            for (var i = 1; i < group.Members.Count; i++)
            {
                _colocations.Add((group.Members[i], group.Members[i - 1], Scores.Infinity));
                _orders.Add((group.Members[i - 1], group.Members[i], true));
            }
        }

        // What cannot be kept at all is told as a warning and not watched.
        bool Ignored(string label) =>
            plan.Notices.Any(n => n.Message.StartsWith(label + " is ignored", StringComparison.Ordinal));
        foreach (var c in world.Colocations.Values.Where(c => !Ignored($"colocation {c.Name}")))
        {
            _colocations.Add((First(c.Resource), Last(c.With), c.Score));
        }

        foreach (var o in world.Orders.Values.Where(o => o.Mandatory && !Ignored($"order {o.Name}")))
        {
            _orders.Add((Last(o.First), First(o.Then), o.Symmetrical));
        }
    }

    /// <summary>Returns the rule that is broken, or null. The world is then as after the plan.</summary>
    public string? Play(Tape tape)
    {
        var open = _plan.Actions.ToList();
        var done = new HashSet<int>();
        while (open.Count > 0)
        {
            var ready = open.Where(a => a.After.All(done.Contains)).ToList();
            if (ready.Count == 0)
            {
                return "actions wait for each other in a loop";
            }

            var action = ready[tape.Below(ready.Count)];
            var broken = action.UnderWay ? null : action.Kind switch
            {
                ActionKind.Start => OnStart(action),
                ActionKind.Stop => OnStop(action),
                ActionKind.Fence => OnFence(action),
                _ => null,
            };
            if (broken is not null)
            {
                return $"{action.Kind} {action.Resource} on {action.Node}: {broken}";
            }

            _world.Apply(action);
            open.Remove(action);
            done.Add(action.Id);
        }

        return null;
    }

    private string? OnStart(PlannedAction start)
    {
        var node = _world.Nodes[start.Node];
        if (!_world.Quorate || node.Condition != NodeCondition.Online
            || node.Standby || node.Maintenance || node.Witness)
        {
            return "the node may not run anything";
        }

        if (_world.NodesRunning(start.Resource).Any())
        {
            return $"it is active on {string.Join(", ", _world.NodesRunning(start.Resource))}";
        }

        if (_world.Nodes.Values.FirstOrDefault(n => MayHide(n, start.Resource)) is { } hidden)
        {
            return $"it may be active on {hidden.Name}";
        }

        foreach (var (first, then, _) in _orders)
        {
            if (then == start.Resource && !_world.NodesRunning(first).Any())
            {
                return $"{first} does not run";
            }
        }

        foreach (var (dependent, primary, score) in _colocations.Where(c => Math.Abs(c.Score) == Scores.Infinity))
        {
            var other = dependent == start.Resource ? primary : primary == start.Resource ? dependent : null;
            if (other is not null && IsFree(other)
                && _world.NodesRunning(other).Any(n => (n == start.Node) != (score > 0)))
            {
                return $"{other} is {(score > 0 ? "elsewhere" : "there")}";
            }
        }

        return null;
    }

    private string? OnStop(PlannedAction stop)
    {
        if (_world.Nodes[stop.Node] is not { Condition: NodeCondition.Online, Maintenance: false })
        {
            return "nothing may be touched there";
        }

        foreach (var (first, then, symmetrical) in _orders)
        {
            if (first == stop.Resource && symmetrical && IsFree(then) && _world.NodesRunning(then).Any())
            {
                return $"{then} needs it and runs";
            }
        }

        return null;
    }

    private string? OnFence(PlannedAction fence) => !_world.Quorate ? "there is no quorum"
        : !_world.Fencing ? "fencing is off"
        : _world.Nodes[fence.Node].Maintenance || _world.Maintenance ? "maintenance forbids it" : null;

    // Not fenced, and nobody has looked: even what was never seen there may run there. What is known to run on a node
    // that
    // answers, and is stopped there first, is not looked for elsewhere.
    private bool MayHide(NodeObservation node, string resource) => !node.Witness && node.Condition switch
    {
        NodeCondition.Online or NodeCondition.Joining => IsUnprobed(node, resource),
        NodeCondition.Unclean => !RanElsewhere(resource) && (IsUnprobed(node, resource)
            || _plan.Actions.Any(a => a.Kind == ActionKind.Fence && a.Node == node.Name)),
        NodeCondition.Unknown => !RanElsewhere(resource) && _world.Fencing,
        _ => false,
    };

    private bool RanElsewhere(string resource) =>
        _plan.Actions.Any(a => a.Kind == ActionKind.Stop && a.Resource == resource);

    private bool IsUnprobed(NodeObservation node, string resource) =>
        _world.Seen.TryGetValue((node.Name, resource), out var seen)
            ? seen.State == ObservedState.Unknown : _world.UnprobedNodes.Contains(node.Name);

    // What the plan leaves alone is where it is, whatever constraints say.
    private bool IsFree(string resource) => !_leftAlone.Contains(resource);

    private string First(string name) => _world.Groups.TryGetValue(name, out var group) ? group.Members[0] : name;

    private string Last(string name) => _world.Groups.TryGetValue(name, out var group) ? group.Members[^1] : name;
}
