namespace Microkernel.Consensus.Storage;

/// <summary>Reports damage on disk that a member does not guess its way around.</summary>
public sealed class DamagedStorageException : IOException
{
    /// <summary>Creates the exception.</summary>
    public DamagedStorageException(string file, long offset, string problem)
        : base($"{file} at offset {offset}: {problem} "
            + "The member does not start; replace its disk and let it join anew.")
    {
        File = file;
        Problem = problem;
        Offset = offset;
    }

    /// <summary>The damaged file.</summary>
    public string File { get; }

    /// <summary>What is wrong.</summary>
    public string Problem { get; }

    /// <summary>Where the damage begins, in bytes from the start of the file.</summary>
    public long Offset { get; }
}
