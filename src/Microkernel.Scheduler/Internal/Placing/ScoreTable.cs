using Microkernel.Model;

namespace Microkernel.Scheduling.Internal;

/// <summary>What each node is worth to each resource, and for one of them why.</summary>
internal sealed class ScoreTable(int resources, int nodes, int? traced)
{
    private readonly int[] _scores = new int[resources * nodes];
    private readonly List<ScoreContribution>[] _contributions =
        traced is null ? [] : [.. Enumerable.Range(0, nodes).Select(_ => new List<ScoreContribution>())];

    /// <summary>Gets the scores of a resource, by node.</summary>
    public Span<int> Row(int resource) => _scores.AsSpan(resource * nodes, nodes);

    public bool IsTraced(int resource) => resource == traced;

    /// <summary>Gets what makes up the scores of the traced resource on a node.</summary>
    public IReadOnlyList<ScoreContribution> Contributions(int node) => _contributions[node];

    /// <summary>Adds to one score.</summary>
    /// <param name="resource">The resource.</param>
    /// <param name="node">Position of the node.</param>
    /// <param name="score">What to add.</param>
    /// <param name="reason">Where it comes from.</param>
    public void Add(int resource, int node, int score, string reason)
    {
        ref var cell = ref _scores[(resource * nodes) + node];
        cell = Scores.Add(cell, score);
        Trace(resource, node, score, reason);
    }

    /// <summary>Remembers what was added to a score of the traced resource by other means.</summary>
    public void Trace(int resource, int node, int score, string reason)
    {
        if (IsTraced(resource) && score != 0)
        {
            _contributions[node].Add(new ScoreContribution(score, reason));
        }
    }
}
