using Microkernel.Model;

namespace Microkernel.Scheduling.Internal;

/// <summary>How colocations change the scores of a resource that is about to choose.</summary>
internal sealed class ColocationScores(ClusterView view, ScoreTable scores, NodeView?[] chosen)
{
    // In a tangle of colocations the paths can be exponentially many; no sane configuration comes near.
    private const int MaxVisits = 100_000;

    private readonly NodeView[] _nodes = view.Nodes;
    private int _visits;

    /// <summary>Takes in where a resource is that this one follows. A preference that would leave it no node is
    /// dropped; a must is not.</summary>
    public void Follow(int resource, ColocationEdge edge)
    {
        var target = chosen[edge.Primary];
        if (target is null && edge.Score < 0)
        {
            return;
        }

        var row = scores.Row(resource);
        Span<int> work = stackalloc int[row.Length];
        row.CopyTo(work);
        for (var n = 0; n < work.Length; n++)
        {
            if (target is null)
            {
                work[n] = Scores.Add(work[n], -edge.Score);
            }
            else if (n == target.Index)
            {
                // Only together: being together is no merit then, being apart is out of the question.
                work[n] = edge.Score < Scores.Infinity ? Scores.Add(work[n], edge.Score) : work[n];
            }
            else if (edge.Score >= Scores.Infinity)
            {
                work[n] = Scores.MinusInfinity;
            }
        }

        if (Math.Abs(edge.Score) >= Scores.Infinity || AnyCanRun(work))
        {
            Commit(resource, row, work, $"{Name(edge.Primary)} {Place(target)} ({edge.Label})");
        }
    }

    /// <summary>Hears the wishes of those that follow a resource, and of those that follow them.</summary>
    public void HearFollowers(int resource)
    {
        var row = scores.Row(resource);
        Span<int> work = stackalloc int[row.Length];
        foreach (var edge in view.Topology.FollowedBy[resource])
        {
            _visits = 0;
            row.CopyTo(work);
            Merge(edge, work, 1.0);
            Commit(resource, row, work, $"{Name(edge.Dependent)} follows it and likes or dislikes it ({edge.Label})");
        }
    }

    private void Merge(ColocationEdge edge, Span<int> nodes, double factor)
    {
        var dependent = edge.Dependent;
        if (view.Resources[dependent].HeldDown is not null || ++_visits > MaxVisits
            || !System.Runtime.CompilerServices.RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            return;
        }

        factor *= edge.Score / (double)Scores.Infinity;
        Span<int> work = stackalloc int[nodes.Length];
        nodes.CopyTo(work);
        AddScaled(work, scores.Row(dependent), factor);

        // Followers that would leave no node at all are not heard.
        if (AnyCanRun(work))
        {
            foreach (var next in view.Topology.FollowedBy[dependent])
            {
                Merge(next, work, factor);
            }

            work.CopyTo(nodes);
        }
    }

    private static void AddScaled(Span<int> work, ReadOnlySpan<int> others, double factor)
    {
        for (var n = 0; n < work.Length; n++)
        {
            var score = others[n];

            // Whom one avoids does not become attractive by being disliked elsewhere.
            if (score == 0 || (factor < 0 && score < 0))
            {
                continue;
            }

            var delta = (int)Math.Round(factor * score, MidpointRounding.AwayFromZero);

            // One that keeps away may displace the one it keeps away from, but not from where that one must be.
            delta = factor < 0 ? Math.Max(delta, Scores.MinusInfinity + 1) : delta;
            work[n] = Scores.Add(work[n], delta == 0 ? Math.Sign(factor) : delta);
        }
    }

    private bool AnyCanRun(ReadOnlySpan<int> row)
    {
        for (var n = 0; n < row.Length; n++)
        {
            if (row[n] >= 0 && _nodes[n].CanRun)
            {
                return true;
            }
        }

        return false;
    }

    private void Commit(int resource, Span<int> row, ReadOnlySpan<int> work, string reason)
    {
        for (var n = 0; n < row.Length; n++)
        {
            if (row[n] != work[n])
            {
                scores.Trace(
                    resource, n, work[n] <= Scores.MinusInfinity ? work[n] : work[n] - row[n], reason);
                row[n] = work[n];
            }
        }
    }

    private string Name(int resource) => view.Resources[resource].Name;

    private static string Place(NodeView? target) => target is null ? "runs nowhere" : $"is on {target.Name}";
}
