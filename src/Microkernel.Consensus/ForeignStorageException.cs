namespace Microkernel.Consensus;

/// <summary>
/// Reports that the data directory is not the one that the cluster knows this member by: it was emptied, swapped or
/// copied. A member is its data directory; another one is another member.
/// </summary>
public sealed class ForeignStorageException : IOException
{
    /// <summary>Creates the exception.</summary>
    public ForeignStorageException(string message)
        : base(message)
    {
    }
}
