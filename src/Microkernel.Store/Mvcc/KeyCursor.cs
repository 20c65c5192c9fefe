using System.Runtime.CompilerServices;

namespace Microkernel.Store.Mvcc;

/// <summary>Walks the newest versions of a range of keys in a frozen tree, deletions included.</summary>
internal struct KeyCursor
{
    // 64^8 keys are more than any memory holds; even half empty nodes do not get as deep.
    private const int DepthMax = 12;

    private readonly KeyRange _range;
    private Branches _path;
    private Places _places;
    private int _depth;
    private KeyLeaf _leaf;
    private int _at;

    public KeyCursor(KeyNode root, KeyRange range)
    {
        _range = range;
        var start = range.Start.Span;
        var node = root;
        while (node is KeyBranch branch)
        {
            int child = branch.ChildOf(start);
            _path[_depth] = branch;
            _places[_depth++] = child;
            node = branch.Children[child];
        }

        _leaf = (KeyLeaf)node;
        int found = _leaf.Search(start, from: 0);
        _at = (found >= 0 ? found : ~found) - 1;
    }

    public readonly KeyVersion Current => _leaf.Heads[_at];

    public readonly byte[] CurrentKey => _leaf.Keys[_at];

    public bool MoveNext()
    {
        _at++;
        while (_at >= _leaf.Count)
        {
            if (!MoveToNextLeaf())
                return false;
        }

        return _range.IsBeforeEnd(_leaf.Keys[_at]);
    }

    /// <summary>The branches above the leaf, from the root.</summary>
    [InlineArray(DepthMax)]
    private struct Branches
    {
        private KeyBranch _first;
    }

    /// <summary>The child that was taken in each branch.</summary>
    [InlineArray(DepthMax)]
    private struct Places
    {
        private int _first;
    }

    private bool MoveToNextLeaf()
    {
        int level = _depth - 1;
        while (level >= 0 && _places[level] + 1 >= _path[level].Count)
            level--;
        if (level < 0)
            return false;
        KeyNode node = _path[level].Children[++_places[level]];
        while (node is KeyBranch branch)
        {
            _path[++level] = branch;
            _places[level] = 0;
            node = branch.Children[0];
        }

        _leaf = (KeyLeaf)node;
        _at = 0;
        return true;
    }
}
