namespace Microkernel.Store.Replication;

/// <summary>What the store needs of consensus. Failures are <see cref="StoreException"/>s.</summary>
internal interface IReplicatedLog
{
    /// <summary>Gets the number of the cluster.</summary>
    ulong ClusterId { get; }

    /// <summary>Gets this member's number.</summary>
    ulong MemberId { get; }

    /// <summary>Gets this member's term.</summary>
    ulong Term { get; }

    /// <summary>Gets the member that leads; 0 if none is known.</summary>
    ulong LeaderId { get; }

    /// <summary>Puts a command into the log.</summary>
    /// <returns>What applying it returned, after it was committed and applied here.</returns>
    Task<object?> ProposeAsync(ReadOnlyMemory<byte> command, CancellationToken cancellationToken);

    /// <summary>Waits until all that was acknowledged anywhere before the call is applied here.</summary>
    Task WaitForReadAsync(CancellationToken cancellationToken);
}
