using Microkernel.Model;

namespace Microkernel.Scheduling.Internal;

/// <summary>
/// Turns wishes to move into scores. The wanted nodes get INFINITY and the others lose their merits, stickiness among
/// them; nothing is forbidden, so that a wish that cannot be fulfilled stops nothing.
/// </summary>
internal sealed class MoveWishes
{
    private readonly Dictionary<int, long[]> _ranks = [];
    private readonly List<MoveWish> _fulfilled = [];

    /// <summary>Gets the wishes that are fulfilled, sorted.</summary>
    public IReadOnlyList<MoveWish> Fulfilled => _fulfilled;

    /// <summary>Gets what stands against wishes.</summary>
    public List<Notice> Notices { get; } = [];

    /// <summary>Gets how much a wish likes each node, for where scores are equal; null when there is no wish.</summary>
    public long[]? RanksOf(int resource) => _ranks.GetValueOrDefault(resource);

    public void Apply(ClusterView view, ScoreTable scores)
    {
        foreach (var wish in view.Input.Moves
            .OrderBy(w => w.Resource, StringComparer.Ordinal)
            .ThenBy(w => w.To, StringComparer.Ordinal)
            .ThenBy(w => w.AwayFrom, StringComparer.Ordinal))
        {
            if (!view.Topology.Spans.TryGetValue(wish.Resource, out var span))
            {
                _fulfilled.Add(wish);
                Notices.Add(new Notice(NoticeKind.Warning, "move-of-nothing", wish.Resource, wish.To,
                    $"the wish to move {wish.Resource} is dropped: there is no such resource or group"));
                continue;
            }

            var members = view.Resources.AsSpan(span.First, span.Count);
            if (IsFulfilled(members, wish))
            {
                _fulfilled.Add(wish);
            }
            else if (!_ranks.ContainsKey(span.First))
            {
                Prefer(view, scores, wish, span);
            }
        }
    }

    private static bool IsFulfilled(ReadOnlySpan<ResourceView> members, MoveWish wish)
    {
        var running = 0;
        foreach (var member in members)
        {
            foreach (var instance in member.ActiveInstances)
            {
                var wanted = wish.To is { } to ? instance.Node.Name == to : instance.Node.Name != wish.AwayFrom;
                if (!wanted || instance.Seen is not { State: ObservedState.Started, Pending: PendingOperation.None })
                {
                    return false;
                }

                running++;
            }

            if (member is { HeldDown: null, Pin: null } && !member.ActiveInstances.Any())
            {
                return false;
            }
        }

        return running > 0;
    }

    private void Prefer(ClusterView view, ScoreTable scores, MoveWish wish, ResourceSpan span)
    {
        var liked = new bool[view.Nodes.Length];
        string? obstacle = wish.To is { } to && !view.Nodes.Any(n => n.Name == to) ? "there is no such node" : null;
        foreach (var node in view.Nodes)
        {
            if (wish.To is null ? node.Name == wish.AwayFrom : node.Name != wish.To)
            {
                continue;
            }

            var why = WhyNot(view, scores, span, node);
            obstacle ??= wish.To is null ? null : why;
            liked[node.Index] = why is null;
        }

        if (!liked.Contains(true))
        {
            var where = wish.To ?? $"away from {wish.AwayFrom}";
            Notices.Add(new Notice(NoticeKind.Blocked, "move-impossible", wish.Resource, wish.To,
                $"{wish.Resource} cannot move to {where} now: {obstacle ?? "no other node can run it"}"));
            return;
        }

        var row = scores.Row(span.First);
        var ranks = new long[liked.Length];
        for (var n = 0; n < liked.Length; n++)
        {
            ranks[n] = (liked[n] ? 10L * Scores.Infinity : 0) + row[n];
            if (liked[n])
            {
                scores.Add(span.First, n, Scores.Infinity, "an operator wishes it there");
            }
            else if (row[n] > 0)
            {
                scores.Add(span.First, n, row[n] >= Scores.Infinity ? 0 : -row[n], "an operator wishes it elsewhere");
                row[n] = 0;
            }
        }

        _ranks.Add(span.First, ranks);
    }

    private static string? WhyNot(ClusterView view, ScoreTable scores, ResourceSpan span, NodeView node)
    {
        if (node.CannotRun is { } why)
        {
            return $"node {node.Name}: {why}";
        }

        for (var member = span.First; member <= span.Last; member++)
        {
            if (scores.Row(member)[node.Index] < 0 && view.Resources[member].HeldDown is null)
            {
                return $"{view.Resources[member].Name} has a score of "
                    + $"{Scores.Format(scores.Row(member)[node.Index])} there";
            }
        }

        return WhyNoStay(view, scores, span, node);
    }

    // A wish ends when it is fulfilled: what would go back at once had better not move at all.
    private static string? WhyNoStay(ClusterView view, ScoreTable scores, ResourceSpan span, NodeView node)
    {
        foreach (var other in view.Nodes)
        {
            if (other == node || !other.CanRun)
            {
                continue;
            }

            var (here, there, forbidden) = (0L, 0L, false);
            for (var i = span.First; i <= span.Last; i++)
            {
                var resource = view.Resources[i];
                var stickiness = resource.Definition.Stickiness;
                here += scores.Row(i)[node.Index] + (resource.Home == node ? 0 : stickiness);
                there += scores.Row(i)[other.Index] - (resource.Home == other ? stickiness : 0);
                forbidden |= scores.Row(i)[other.Index] < 0;
                foreach (var edge in view.Topology.Following[i])
                {
                    var primary = view.Resources[edge.Primary];
                    var preference = Math.Abs(edge.Score) < Scores.Infinity ? edge.Score : 0;
                    here += primary.Home == node ? preference : 0;
                    there += primary.Home == other ? preference : 0;
                }
            }

            if (!forbidden && Math.Min(there, Scores.Infinity) > Math.Min(here, Scores.Infinity))
            {
                return $"it would go back at once, as it likes {other.Name} better than {node.Name}; change its "
                    + "locations";
            }
        }

        return null;
    }
}
