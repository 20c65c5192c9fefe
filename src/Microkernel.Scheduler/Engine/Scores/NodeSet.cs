namespace Microkernel.Scheduling.Engine;

/// <summary>A set of nodes, as bits; for clusters of at most 64 nodes in one word, beyond that in more.</summary>
internal struct NodeSet
{
    private ulong _first;
    private HashSet<int>? _more;

    public readonly bool Has(int node) =>
        node < 64 ? (_first & (1UL << node)) != 0 : _more is not null && _more.Contains(node);

    public void Add(int node)
    {
        if (node < 64)
        {
            _first |= 1UL << node;
        }
        else
        {
            (_more ??= []).Add(node);
        }
    }

    public void Set(int node, bool value)
    {
        if (value)
        {
            Add(node);
        }
        else if (node < 64)
        {
            _first &= ~(1UL << node);
        }
        else
        {
            _more?.Remove(node);
        }
    }

    public readonly bool IsEmpty => _first == 0 && _more is null;
}
