using Microkernel.Model;

namespace Microkernel.Scheduling.Internal;

/// <summary>Turns a configuration into tables that do not depend on the order of its lists.</summary>
internal sealed class TopologyBuilder
{
    private readonly ClusterConfiguration _configuration;
    private readonly List<ResourceDefinition> _resources = [];
    private readonly List<GroupSpan?> _groupOf = [];
    private readonly Dictionary<string, ResourceSpan> _spans = new(StringComparer.Ordinal);
    private readonly List<ColocationEdge> _colocations = [];
    private readonly List<OrderEdge> _orders = [];
    private readonly List<Notice> _notices = [];

    private TopologyBuilder(ClusterConfiguration configuration) => _configuration = configuration;

    /// <exception cref="ArgumentException">A name is there twice, or a group has no member that exists.</exception>
    public static ResourceTopology Build(ClusterConfiguration configuration) =>
        new TopologyBuilder(configuration).Build();

    private ResourceTopology Build()
    {
        LayOutResources();
        LinkGroupMembers();
        ReadColocations();
        ReadOrders();
        var count = _resources.Count;
        var orders = OrderLoops.Cut(_orders, count, i => _resources[i].Name, _notices);
        CutColocationLoops();
        var following = EdgeTable.By(_colocations, count, c => c.Dependent, ComparePrimaries);
        return new ResourceTopology
        {
            Resources = [.. _resources],
            GroupOf = [.. _groupOf],
            Spans = _spans,
            Index = Enumerable.Range(0, count).ToDictionary(i => _resources[i].Name, i => i, StringComparer.Ordinal),
            Following = following,
            FollowedBy = EdgeTable.By(_colocations, count, c => c.Primary, CompareDependents),
            OrderedBefore = EdgeTable.By(orders, count, o => o.First, static (a, b) => a.Then.CompareTo(b.Then)),
            OrderedAfter = EdgeTable.By(orders, count, o => o.Then, static (a, b) => a.First.CompareTo(b.First)),
            Locations = [.. ReadLocations()],
            PlacementSteps = PlacementSequence.Of(following, _groupOf),
            Notices = _notices,
        };
    }

    private void LayOutResources()
    {
        var byName = _configuration.Resources.ToDictionary(r => r.Name, StringComparer.Ordinal);
        var grouped = new HashSet<string>(_configuration.Groups.SelectMany(g => g.Members), StringComparer.Ordinal);
        var alone = _configuration.Resources.Where(r => !grouped.Contains(r.Name))
            .Select(r => (r.Name, r.Priority, Group: (GroupDefinition?)null));
        var groups = _configuration.Groups.Select(g => (g.Name, g.Priority, Group: (GroupDefinition?)g));
        foreach (var (name, _, group) in alone.Concat(groups)
            .OrderByDescending(t => t.Priority).ThenBy(t => t.Name, StringComparer.Ordinal))
        {
            ResourceDefinition[] members = group is null
                ? [byName[name]] : [.. group.Members.Where(byName.ContainsKey).Select(m => byName[m])];
            if (members.Length == 0)
            {
                throw new ArgumentException($"Group {name} has no member that exists.");
            }

            var span = new ResourceSpan(_resources.Count, members.Length);
            _spans.Add(name, span);
            for (var i = 0; i < members.Length; i++)
            {
                if (group is not null)
                {
                    _spans.Add(members[i].Name, new ResourceSpan(span.First + i, 1));
                }

                _resources.Add(members[i]);
                _groupOf.Add(group is null ? null : new GroupSpan(name, span.First, span.Count));
            }
        }
    }

    private void LinkGroupMembers()
    {
        for (var i = 1; i < _resources.Count; i++)
        {
            if (_groupOf[i] is { } group && i > group.First)
            {
                var label = $"group {group.Name}";
                _colocations.Add(new ColocationEdge(label, i, i - 1, Scores.Infinity));
                _orders.Add(new OrderEdge(label, i - 1, i, Mandatory: true, Symmetrical: true, OfGroup: true));
            }
        }
    }

    // A group follows with its first member and is followed at its last: when that one is placed, all are.
    private void ReadColocations()
    {
        foreach (var c in _configuration.Colocations.OrderBy(c => c.Name, StringComparer.Ordinal))
        {
            var label = $"colocation {c.Name}";
            if (TryFind(label, c.Resource, out var dependent) && TryFind(label, c.With, out var primary)
                && !IsItself(label, dependent, primary) && c.Score != 0)
            {
                _colocations.Add(new ColocationEdge(label, dependent.First, primary.Last, c.Score));
            }
        }
    }

    private void ReadOrders()
    {
        foreach (var o in _configuration.Orders.OrderBy(o => o.Name, StringComparer.Ordinal))
        {
            var label = $"order {o.Name}";
            if (TryFind(label, o.First, out var first) && TryFind(label, o.Then, out var then)
                && !IsItself(label, first, then))
            {
                _orders.Add(new OrderEdge(label, first.Last, then.First, o.Mandatory, o.Symmetrical, OfGroup: false));
            }
        }
    }

    private IEnumerable<LocationEdge> ReadLocations()
    {
        foreach (var l in _configuration.Locations.OrderBy(l => l.Name, StringComparer.Ordinal))
        {
            var label = $"location {l.Name}";
            if (TryFind(label, l.Resource, out var span))
            {
                yield return new LocationEdge(label, span.First, l.Node, l.Score);
            }
        }
    }

    // What is followed chooses first. Where that cannot be, as two follow each other, one of the two rules has to go.
    private void CutColocationLoops()
    {
        var following = EdgeTable.By(_colocations, _resources.Count, c => c.Dependent, ComparePrimaries);
        var turn = new int[_resources.Count];
        var turns = 0;
        foreach (var step in PlacementSequence.Of(following, _groupOf).Where(s => s.Follows is null))
        {
            turn[step.Resource] = turns++;
        }

        foreach (var edge in _colocations.Where(c => turn[c.Dependent] < turn[c.Primary]))
        {
            var (dependent, primary) = (_resources[edge.Dependent].Name, _resources[edge.Primary].Name);
            _notices.Add(new Notice(NoticeKind.Warning, "colocation-loop", dependent, null,
                $"{edge.Label} is ignored: with other colocations it makes a loop between {dependent} and {primary}"));
        }

        _colocations.RemoveAll(c => turn[c.Dependent] < turn[c.Primary]);
    }

    private bool TryFind(string label, string name, out ResourceSpan span)
    {
        if (_spans.TryGetValue(name, out span))
        {
            return true;
        }

        _notices.Add(new Notice(NoticeKind.Warning, "dangling-constraint", name, null,
            $"{label} is ignored: there is no resource or group {name}"));
        return false;
    }

    private bool IsItself(string label, ResourceSpan a, ResourceSpan b)
    {
        if (a.Last < b.First || b.Last < a.First)
        {
            return false;
        }

        _notices.Add(new Notice(NoticeKind.Warning, "constraint-on-itself", _resources[a.First].Name, null,
            $"{label} is ignored: it binds a resource or group to itself"));
        return true;
    }

    // Positions are sorted by priority already, so that the lower position is the more important one.
    private static int ComparePrimaries(ColocationEdge a, ColocationEdge b) =>
        a.Primary != b.Primary ? a.Primary.CompareTo(b.Primary) : string.CompareOrdinal(a.Label, b.Label);

    private static int CompareDependents(ColocationEdge a, ColocationEdge b) =>
        a.Dependent != b.Dependent ? a.Dependent.CompareTo(b.Dependent) : string.CompareOrdinal(a.Label, b.Label);
}
