namespace Microkernel.Scheduling.Engine;

/// <summary>What a resource's nodes are worth to it. A node that is not in it is not to be used at all.</summary>
internal sealed class NodeTable
{
    private readonly int[] _scores;
    private readonly bool[] _present;

    public NodeTable(int nodes)
    {
        _scores = new int[nodes];
        _present = new bool[nodes];
    }

    private NodeTable(NodeTable other)
    {
        _scores = [.. other._scores];
        _present = [.. other._present];
    }

    /// <summary>Gets the number of nodes of the cluster.</summary>
    public int Length => _scores.Length;

    /// <summary>Gets or sets a score; setting it puts the node into the table.</summary>
    public int this[int node]
    {
        get => _scores[node];
        set => (_scores[node], _present[node]) = (value, true);
    }

    public bool Has(int node) => _present[node];

    public void Remove(int node) => (_scores[node], _present[node]) = (0, false);

    /// <summary>Adds to a node's score; a node that was not in the table comes in.</summary>
    public void Add(int node, int score) => this[node] = _present[node] ? Score.Add(_scores[node], score) : score;

    public NodeTable Copy() => new(this);

    /// <summary>Tells whether there is a node that the resource can run on.</summary>
    public bool IsAnyUsable(IReadOnlyList<Node> nodes)
    {
        for (var i = 0; i < _scores.Length; i++)
        {
            if (_present[i] && _scores[i] >= 0 && nodes[i].IsAvailable)
            {
                return true;
            }
        }

        return false;
    }
}
