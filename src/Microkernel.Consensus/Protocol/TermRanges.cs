namespace Microkernel.Consensus.Protocol;

/// <summary>The terms of consecutive entries: one element for each run of entries of the same term.</summary>
internal sealed class TermRanges
{
    private readonly List<(ulong First, ulong Term)> _runs = [];

    public void Append(ulong index, ulong term)
    {
        if (_runs.Count == 0 || _runs[^1].Term != term)
        {
            _runs.Add((index, term));
        }
    }

    /// <summary>Returns the term of an entry that is covered.</summary>
    public ulong TermAt(ulong index) => _runs[RunOf(index)].Term;

    public void TruncateFrom(ulong index)
    {
        while (_runs.Count > 0 && _runs[^1].First >= index)
        {
            _runs.RemoveAt(_runs.Count - 1);
        }
    }

    /// <summary>Forgets the entries up to and including an index.</summary>
    public void CompactTo(ulong index)
    {
        var run = RunOf(index + 1);
        if (run > 0)
        {
            _runs.RemoveRange(0, run);
        }
    }

    public void Clear() => _runs.Clear();

    private int RunOf(ulong index)
    {
        var (low, high) = (0, _runs.Count - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (_runs[middle].First <= index)
            {
                low = middle;
            }
            else
            {
                high = middle - 1;
            }
        }

        return low;
    }
}
