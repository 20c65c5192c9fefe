using Microkernel.V1;

namespace Microkernel.Scheduling.Tests.Worlds;

/// <summary>A cluster to plan for: what is declared, what is seen, and what actions do to it.</summary>
internal sealed class World
{
    public DateTimeOffset Now { get; set; } = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    public bool Quorate { get; set; } = true;

    public bool Fencing { get; set; } = true;

    public bool Maintenance { get; set; }

    public NoQuorumPolicy NoQuorumPolicy { get; set; } = NoQuorumPolicy.Stop;

    public Dictionary<string, ResourceDefinition> Resources { get; } = [];

    public Dictionary<string, GroupDefinition> Groups { get; } = [];

    public Dictionary<string, LocationConstraint> Locations { get; } = [];

    public Dictionary<string, ColocationConstraint> Colocations { get; } = [];

    public Dictionary<string, OrderConstraint> Orders { get; } = [];

    public SortedDictionary<string, NodeObservation> Nodes { get; } = new(StringComparer.Ordinal);

    public HashSet<string> UnprobedNodes { get; } = [];

    public Dictionary<(string Node, string Resource), ResourceObservation> Seen { get; } = [];

    public List<MoveWish> Moves { get; } = [];

    public ClusterConfiguration Configuration() => new()
    {
        FencingEnabled = Fencing,
        Maintenance = Maintenance,
        NoQuorumPolicy = NoQuorumPolicy,
        Resources = [.. Resources.Values],
        Groups = [.. Groups.Values],
        Locations = [.. Locations.Values],
        Colocations = [.. Colocations.Values],
        Orders = [.. Orders.Values],
    };

    public SchedulerInput Input() => new()
    {
        Time = Now,
        Quorate = Quorate,
        Configuration = Configuration(),
        Moves = [.. Moves],
        Nodes = [.. Nodes.Values.Select(n => n with { Resources = [.. Observations(n.Name)] })],
    };

    /// <summary>Does what an action does when it succeeds.</summary>
    public void Apply(PlannedAction action)
    {
        var key = (action.Node, action.Resource);
        switch (action.Kind)
        {
            case ActionKind.Probe:
                Seen[key] = At(key) with { State = ObservedState.Stopped, Pending = PendingOperation.None };
                break;
            case ActionKind.Start:
                Start(key);
                break;
            case ActionKind.Stop:
                Seen[key] = At(key) with { State = ObservedState.Stopped, Pending = PendingOperation.None };
                break;
            case ActionKind.Fence:
                Nodes[action.Node] = Nodes[action.Node] with
                {
                    Condition = NodeCondition.Offline,
                    FenceUnderWay = false,
                };
                foreach (var lost in Seen.Keys.Where(k => k.Node == action.Node).ToList())
                {
                    Seen.Remove(lost);
                }

                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(action), action.Kind, "no such action");
        }
    }

    // Failures belong to a definition: a changed one starts with a clean slate.
    private void Start((string Node, string Resource) key)
    {
        var before = At(key);
        var digest = Resources.GetValueOrDefault(key.Resource)?.Digest ?? "";
        var after = new ResourceObservation { Resource = key.Resource, State = ObservedState.Started, Digest = digest };
        Seen[key] = before.Digest.Length > 0 && before.Digest != digest ? after
            : after with { FailureCount = before.FailureCount, LastFailure = before.LastFailure };
    }

    public ResourceObservation At((string Node, string Resource) key) => Seen.GetValueOrDefault(key)
        ?? new ResourceObservation { Resource = key.Resource, State = ObservedState.Stopped };

    public bool IsActive((string Node, string Resource) key) =>
        Nodes[key.Node].Condition != NodeCondition.Offline && Seen.TryGetValue(key, out var seen)
        && (seen.State is ObservedState.Started or ObservedState.Failed or ObservedState.StopFailed
            || seen.Pending is PendingOperation.Start or PendingOperation.Stop);

    public IEnumerable<string> NodesRunning(string resource) =>
        Nodes.Keys.Where(n => IsActive((n, resource)));

    /// <summary>Tells all that is declared and seen, for failed tests.</summary>
    public override string ToString()
    {
        IEnumerable<object> lines =
        [
            $"quorate {Quorate} fencing {Fencing} maintenance {Maintenance} {NoQuorumPolicy}",
            .. Nodes.Values.Select(n => $"{n.Name} {n.Condition} standby {n.Standby} maintenance {n.Maintenance} "
                + $"witness {n.Witness} unprobed {UnprobedNodes.Contains(n.Name)}"),
            .. Resources.Values,
            .. Groups.Values.Select(g => $"group {g.Name}: {string.Join(' ', g.Members)}"),
            .. Locations.Values,
            .. Colocations.Values,
            .. Orders.Values,
            .. Seen.Select(s => $"on {s.Key.Node}: {s.Value}"),
            .. Moves,
        ];
        return string.Concat(lines.Select(l => $"{l}\n"));
    }

    private IEnumerable<ResourceObservation> Observations(string node)
    {
        foreach (var ((_, _), seen) in Seen.Where(s => s.Key.Node == node))
        {
            yield return seen;
        }

        foreach (var resource in Resources.Keys.Where(r =>
            !UnprobedNodes.Contains(node) && !Seen.ContainsKey((node, r))))
        {
            yield return new ResourceObservation { Resource = resource, State = ObservedState.Stopped };
        }
    }
}
