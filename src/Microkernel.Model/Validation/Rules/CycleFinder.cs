namespace Microkernel.Model.Validation.Rules;

/// <summary>Finds a circle in a directed graph, without recursion, in time linear in its edges.</summary>
internal sealed class CycleFinder
{
    private readonly Dictionary<string, List<(string To, V1.Object Why)>> _edges = new(StringComparer.Ordinal);

    /// <summary>Adds an edge and the object that it comes from.</summary>
    public void Add(string from, string to, V1.Object why)
    {
        if (!_edges.TryGetValue(from, out var list))
        {
            _edges[from] = list = [];
        }

        list.Add((to, why));
    }

    /// <summary>Returns the vertices of a circle, the first again at the end, and its edges; or null.</summary>
    public (IReadOnlyList<string> Vertices, IReadOnlyList<V1.Object> Edges)? Find()
    {
        var done = new HashSet<string>(StringComparer.Ordinal);
        foreach (var start in _edges.Keys)
        {
            if (!done.Contains(start) && FindFrom(start, done) is { } cycle)
            {
                return cycle;
            }
        }

        return null;
    }

    private (IReadOnlyList<string> Vertices, IReadOnlyList<V1.Object> Edges)? FindFrom(
        string start, HashSet<string> done)
    {
        var path = new List<(string Vertex, int Next)> { (start, 0) };
        var onPath = new Dictionary<string, int>(StringComparer.Ordinal) { [start] = 0 };
        while (path.Count > 0)
        {
            var (vertex, next) = path[^1];
            if (!_edges.TryGetValue(vertex, out var edges) || next == edges.Count)
            {
                done.Add(vertex);
                onPath.Remove(vertex);
                path.RemoveAt(path.Count - 1);
                continue;
            }

            path[^1] = (vertex, next + 1);
            var to = edges[next].To;
            if (onPath.TryGetValue(to, out var from))
            {
                var circle = path[from..];
                return ([.. circle.Select(p => p.Vertex), to],
                    [.. circle.Select(p => _edges[p.Vertex][p.Next - 1].Why)]);
            }

            if (!done.Contains(to))
            {
                onPath[to] = path.Count;
                path.Add((to, 0));
            }
        }

        return null;
    }
}
