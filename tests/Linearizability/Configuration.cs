namespace Microkernel.Linearizability;

/// <summary>How things may stand at one moment of a history.</summary>
/// <param name="Value">The value of the key.</param>
/// <param name="Done">Of the operations that have not returned, a bit for each that has taken effect.</param>
/// <param name="Used">Of the operations that never return, how many of each sort have taken effect.</param>
internal sealed record Configuration(int Value, ulong Done, int[] Used)
{
    public Configuration Use(int sort, int value)
    {
        var used = (int[])Used.Clone();
        used[sort]++;
        return new Configuration(value, Done, used);
    }

    /// <summary>
    /// Tells whether this one used no more than another that is like it otherwise: what is not used may come later, but
    /// need not, so the other leads nowhere that this one does not.
    /// </summary>
    public bool Covers(Configuration other)
    {
        for (var sort = 0; sort < Used.Length; sort++)
        {
            if (Used[sort] > other.Used[sort])
            {
                return false;
            }
        }

        return true;
    }
}
