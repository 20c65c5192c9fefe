using Google.Protobuf;

namespace Microkernel.Store.Leases;

/// <summary>One lease.</summary>
internal sealed class LeaseRecord(long id, long ttlSeconds)
{
    public long Id { get; } = id;

    public long TtlSeconds { get; } = ttlSeconds;

    /// <summary>Gets how often the lease was renewed.</summary>
    public long Renewals { get; set; }

    /// <summary>
    /// Gets or sets when the member applied the grant or the last renewal, as a timestamp of its own clock. Not part of
    /// what members agree on: only the leader acts on it, and what it decides goes through the log.
    /// </summary>
    public long RenewedAt { get; set; }

    public HashSet<ByteString> Keys { get; } = [];
}
