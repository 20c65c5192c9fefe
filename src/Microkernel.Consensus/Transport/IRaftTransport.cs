using Microkernel.Raft.V1;

namespace Microkernel.Consensus;

/// <summary>
/// Carries messages between members. Messages may be lost, but a broken peer never blocks the caller.
/// </summary>
public interface IRaftTransport : IAsyncDisposable
{
    /// <summary>Begins to send and to receive.</summary>
    void Start(IRaftReceiver receiver);

    /// <summary>Says who the other members are and where; replaces what was said before.</summary>
    void SetPeers(IReadOnlyCollection<RaftPeer> peers);

    /// <summary>Queues a message; drops it when the recipient is unknown or its queue is full.</summary>
    void Send(Message message);

    /// <summary>Sends a snapshot with its announcement; returns when the recipient has stored it.</summary>
    Task SendSnapshotAsync(Message notice, ISnapshotSource source, CancellationToken cancellationToken);
}

/// <summary>The member as its transport sees it.</summary>
public interface IRaftReceiver
{
    /// <summary>The name of the member's cluster.</summary>
    string ClusterId { get; }

    /// <summary>The member's id.</summary>
    ulong MemberId { get; }

    /// <summary>Identifies the member's data directory.</summary>
    ulong StorageId { get; }

    /// <summary>
    /// Says why a member with this data directory is not let in; null lets it in. The first one heard counts.
    /// </summary>
    string? RefusalOf(ulong memberId, ulong storageId);

    /// <summary>Notes that another member does not let this one in, because its data directory is another.</summary>
    void ReportRefused(ulong byMemberId, string reason);

    /// <summary>Takes in a message that is addressed to this member.</summary>
    void Receive(Message message);

    /// <summary>Notes that messages to a member were lost.</summary>
    void ReportUnreachable(ulong memberId);

    /// <summary>
    /// Notes that a member closed its last connection to this one: most likely its process ended. A hint, not a proof.
    /// </summary>
    void ReportDisconnected(ulong memberId);

    /// <summary>Opens a place for a snapshot that is to be received.</summary>
    ISnapshotSink OpenSnapshotSink(SnapshotMetadata metadata, ulong sizeBytes, uint checksum);
}

/// <summary>A snapshot's data, to be sent.</summary>
public interface ISnapshotSource
{
    /// <summary>What the snapshot contains.</summary>
    SnapshotMetadata Metadata { get; }

    /// <summary>Bytes of data.</summary>
    long DataLength { get; }

    /// <summary>CRC-32C of the data.</summary>
    uint DataChecksum { get; }

    /// <summary>Reads data at an offset.</summary>
    int ReadData(long offset, Span<byte> buffer);
}

/// <summary>A place for a snapshot's data; what it already holds of the same snapshot is kept.</summary>
public interface ISnapshotSink : IDisposable
{
    /// <summary>Bytes that are there.</summary>
    ulong ReceivedBytes { get; }

    /// <summary>Adds bytes; false when they do not belong behind what is there.</summary>
    bool TryAdd(ulong offset, ReadOnlySpan<byte> data);

    /// <summary>Stores the whole durably, if it matches its size and checksum; else drops all of it.</summary>
    bool TryComplete();
}
