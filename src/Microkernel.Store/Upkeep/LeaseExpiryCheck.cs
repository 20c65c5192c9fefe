using Microkernel.Store.Replication;
using Microkernel.Store.V1;

namespace Microkernel.Store.Upkeep;

/// <summary>Finds the leases that are over, on the leader.</summary>
internal sealed class LeaseExpiryCheck(StoreReplica replica, TimeProvider time)
{
    /// <summary>The most leases that one round ends, so that a mass expiry does not flood the log.</summary>
    private const int ExpiriesMax = 1000;

    private ulong _term;

    /// <summary>Returns the leases that are over.</summary>
    /// <param name="term">The term that this member leads in.</param>
    public IReadOnlyList<LeaseExpiry> Find(ulong term)
    {
        var found = new List<LeaseExpiry>();
        lock (replica.Gate)
        {
            var leases = replica.Contents.Leases;
            if (term != _term)
            {
                // Without a leader nobody could renew: everybody gets the whole time again.
                _term = term;
                leases.RestartAll(time.GetTimestamp());
                return found;
            }

            foreach (var lease in leases.All)
            {
                if (time.GetElapsedTime(lease.RenewedAt).TotalSeconds < lease.TtlSeconds)
                    continue;
                found.Add(new LeaseExpiry { LeaseId = lease.Id, Renewals = lease.Renewals });
                if (found.Count == ExpiriesMax)
                    break;
            }
        }

        return found;
    }
}
