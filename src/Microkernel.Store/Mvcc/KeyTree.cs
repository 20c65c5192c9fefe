namespace Microkernel.Store.Mvcc;

/// <summary>
/// A sorted map from key to newest version: a B+ tree that hands out frozen views of itself at no cost and copies only
/// the nodes that change after that.
/// </summary>
/// <remarks>
/// One writer at a time. A node is changed in place while its edition is the tree's; <see cref="Freeze"/> starts a new
/// edition, so that what it returned stays as it is.
/// </remarks>
internal sealed class KeyTree
{
    private long _edition;
    private KeyNode _root = new KeyLeaf(0);
    private bool _frozen;

    /// <summary>Gets the number of keys that are not deleted.</summary>
    public int Live => _root.Live;

    /// <summary>Returns the tree as it is now, for readers on any thread.</summary>
    public KeyNode Freeze()
    {
        if (!_frozen)
        {
            _edition++;
            _frozen = true;
        }

        return _root;
    }

    /// <summary>Returns the tree as it is now, for use before the next change.</summary>
    public KeyNode Peek() => _root;

    public KeyVersion? Find(ReadOnlySpan<byte> key)
    {
        var node = _root;
        while (node is KeyBranch branch)
            node = branch.Children[branch.ChildOf(key)];
        int at = node.Search(key, from: 0);
        return at >= 0 ? ((KeyLeaf)node).Heads[at] : null;
    }

    /// <summary>Makes a version a key's newest.</summary>
    /// <param name="key">The key; kept if it is new, so it must not change.</param>
    /// <param name="head">The version.</param>
    public void Set(byte[] key, KeyVersion head)
    {
        _frozen = false;
        _root = Set(_root, key, head, out var split, out var bound);
        if (split is null)
            return;
        var root = new KeyBranch(_edition) { Live = _root.Live + split.Live };
        root.Insert(0, [], _root);
        root.Insert(1, bound!, split);
        _root = root;
    }

    /// <summary>Removes a key with all its versions.</summary>
    public void Remove(ReadOnlySpan<byte> key)
    {
        _frozen = false;
        _root = Remove(_root, key);
        while (_root is KeyBranch { Count: 1 } branch)
            _root = branch.Children[0];
        if (_root is KeyBranch { Count: 0 })
            _root = new KeyLeaf(_edition);
    }

    private KeyNode Set(KeyNode node, byte[] key, KeyVersion head, out KeyNode? split, out byte[]? bound) =>
        node is KeyLeaf leaf
            ? SetInLeaf(Own(leaf), key, head, out split, out bound)
            : SetInBranch(Own((KeyBranch)node), key, head, out split, out bound);

    private KeyLeaf SetInLeaf(KeyLeaf leaf, byte[] key, KeyVersion head, out KeyNode? split, out byte[]? bound)
    {
        (split, bound) = (null, null);
        int at = leaf.Search(key, from: 0);
        if (at >= 0)
        {
            leaf.Replace(at, head);
            return leaf;
        }

        at = ~at;
        if (leaf.Count < KeyNode.Capacity)
        {
            leaf.Insert(at, key, head);
            return leaf;
        }

        // Keys that arrive in order leave full leaves behind rather than half empty ones.
        int middle = at == leaf.Count ? leaf.Count : leaf.Count / 2;
        var right = leaf.SplitAt(middle, _edition);
        if (at < middle)
            leaf.Insert(at, key, head);
        else
            right.Insert(at - middle, key, head);
        (split, bound) = (right, right.Keys[0]);
        return leaf;
    }

    private KeyBranch SetInBranch(KeyBranch branch, byte[] key, KeyVersion head, out KeyNode? split, out byte[]? bound)
    {
        (split, bound) = (null, null);
        int at = branch.ChildOf(key);
        int before = branch.Children[at].Live;
        var child = Set(branch.Children[at], key, head, out var childSplit, out var childBound);
        branch.Children[at] = child;
        branch.Live += child.Live + (childSplit?.Live ?? 0) - before;
        if (childSplit is null)
            return branch;

        at++;
        if (branch.Count < KeyNode.Capacity)
        {
            branch.Insert(at, childBound!, childSplit);
            return branch;
        }

        branch.Live -= childSplit.Live;
        int middle = at == branch.Count ? branch.Count - 1 : branch.Count / 2;
        var right = branch.SplitAt(middle, _edition);
        bound = right.Keys[0];
        split = right;
        var target = at <= middle ? branch : right;
        target.Insert(at <= middle ? at : at - middle, childBound!, childSplit);
        target.Live += childSplit.Live;
        return branch;
    }

    private KeyNode Remove(KeyNode node, ReadOnlySpan<byte> key)
    {
        if (node is KeyLeaf shared)
        {
            int at = shared.Search(key, from: 0);
            if (at < 0)
                return shared;
            var leaf = Own(shared);
            leaf.RemoveAt(at);
            return leaf;
        }

        var branch = Own((KeyBranch)node);
        int index = branch.ChildOf(key);
        int before = branch.Children[index].Live;
        var child = Remove(branch.Children[index], key);
        branch.Children[index] = child;
        branch.Live += child.Live - before;
        if (child.Count == 0)
            branch.RemoveAt(index);
        else if (child is KeyLeaf { Count: < KeyNode.Capacity / 4 })
            MergeLeaf(branch, index);
        return branch;
    }

    /// <summary>Joins a leaf that has become small with a neighbour, if both fit well into one.</summary>
    private void MergeLeaf(KeyBranch branch, int index)
    {
        int left = index > 0 ? index - 1 : index;
        if (left + 1 >= branch.Count || branch.Children[left + 1].Count + branch.Children[left].Count
            > KeyNode.Capacity * 3 / 4)
            return;
        var target = Own((KeyLeaf)branch.Children[left]);
        var source = (KeyLeaf)branch.Children[left + 1];
        for (int i = 0; i < source.Count; i++)
            target.Insert(target.Count, source.Keys[i], source.Heads[i]);
        branch.Children[left] = target;
        branch.RemoveAt(left + 1);
    }

    private KeyLeaf Own(KeyLeaf leaf) => leaf.Edition == _edition ? leaf : leaf.Copy(_edition);

    private KeyBranch Own(KeyBranch branch) => branch.Edition == _edition ? branch : branch.Copy(_edition);
}
