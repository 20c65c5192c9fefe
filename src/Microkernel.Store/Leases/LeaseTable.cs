using Google.Protobuf;

namespace Microkernel.Store.Leases;

/// <summary>The leases and their keys; guarded by the gate of the state that they belong to.</summary>
internal sealed class LeaseTable
{
    private readonly Dictionary<long, LeaseRecord> _leases = [];

    public int Count => _leases.Count;

    public IEnumerable<LeaseRecord> All => _leases.Values;

    public LeaseRecord? Find(long id) => _leases.GetValueOrDefault(id);

    /// <summary>Creates a lease.</summary>
    /// <returns>The lease, or null if there is one with that number.</returns>
    public LeaseRecord? Grant(long id, long ttlSeconds, long now)
    {
        var lease = new LeaseRecord(id, ttlSeconds) { RenewedAt = now };
        return _leases.TryAdd(id, lease) ? lease : null;
    }

    /// <summary>Starts a lease's time anew.</summary>
    /// <returns>The lease, or null if there is none.</returns>
    public LeaseRecord? Renew(long id, long now)
    {
        if (Find(id) is not { } lease)
            return null;
        lease.Renewals++;
        lease.RenewedAt = now;
        return lease;
    }

    public void Remove(long id) => _leases.Remove(id);

    /// <summary>
    /// Starts the time of all leases anew: what a new leader does, because nobody could renew without one.
    /// </summary>
    public void RestartAll(long now)
    {
        foreach (var lease in _leases.Values)
            lease.RenewedAt = now;
    }

    /// <summary>Ties a key to a lease; 0 is no lease.</summary>
    public void Attach(long id, ByteString key)
    {
        if (id != 0)
            Find(id)?.Keys.Add(key);
    }

    /// <summary>Unties a key from a lease; 0 is no lease.</summary>
    public void Detach(long id, ByteString key)
    {
        if (id != 0)
            Find(id)?.Keys.Remove(key);
    }
}
