using Etcdserverpb;

namespace Microkernel.Store;

/// <summary>The store as its users see it: etcd's model and messages, embedded or external.</summary>
/// <remarks>
/// Every call fails with <see cref="StoreException"/>; its <see cref="StoreException.Error"/> tells why. Messages in
/// responses are shared with the store and other callers: they must not be changed.
/// </remarks>
public interface IKeyValueStore
{
    /// <summary>Reads a key or a range; linearizable unless the request says serializable.</summary>
    /// <param name="request">What to read.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The keys.</returns>
    ValueTask<RangeResponse> RangeAsync(RangeRequest request, CancellationToken cancellationToken = default);

    /// <summary>Writes a key; done when a majority has it on disk and this member has applied it.</summary>
    /// <param name="request">What to write.</param>
    /// <param name="cancellationToken">Ends the wait; the write may still happen.</param>
    /// <returns>The revision, and the value before if asked for.</returns>
    Task<PutResponse> PutAsync(PutRequest request, CancellationToken cancellationToken = default);

    /// <summary>Deletes a key or a range.</summary>
    /// <param name="request">What to delete.</param>
    /// <param name="cancellationToken">Ends the wait; the deletion may still happen.</param>
    /// <returns>How many keys are gone.</returns>
    Task<DeleteRangeResponse> DeleteRangeAsync(
        DeleteRangeRequest request, CancellationToken cancellationToken = default);

    /// <summary>Does one of two lists of requests, depending on conditions, atomically.</summary>
    /// <param name="request">The conditions and requests.</param>
    /// <param name="cancellationToken">Ends the wait; the transaction may still happen.</param>
    /// <returns>Which list was done, and its responses.</returns>
    Task<TxnResponse> TxnAsync(TxnRequest request, CancellationToken cancellationToken = default);

    /// <summary>Gives up the history before a revision.</summary>
    /// <param name="request">The revision.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The store's revision.</returns>
    Task<CompactionResponse> CompactAsync(CompactionRequest request, CancellationToken cancellationToken = default);

    /// <summary>Creates a lease.</summary>
    /// <param name="request">Its time to live in seconds, and its number or 0.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Its number and time to live.</returns>
    Task<LeaseGrantResponse> LeaseGrantAsync(LeaseGrantRequest request, CancellationToken cancellationToken = default);

    /// <summary>Ends a lease and deletes its keys.</summary>
    /// <param name="request">Its number.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The store's revision.</returns>
    Task<LeaseRevokeResponse> LeaseRevokeAsync(
        LeaseRevokeRequest request, CancellationToken cancellationToken = default);

    /// <summary>Starts a lease's time anew.</summary>
    /// <param name="request">Its number.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Its time to live in seconds; 0 if there is no such lease.</returns>
    Task<LeaseKeepAliveResponse> LeaseKeepAliveAsync(
        LeaseKeepAliveRequest request, CancellationToken cancellationToken = default);

    /// <summary>Tells what is left of a lease.</summary>
    /// <param name="request">Its number, and whether its keys are wanted.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Seconds left, -1 if there is no such lease.</returns>
    Task<LeaseTimeToLiveResponse> LeaseTimeToLiveAsync(
        LeaseTimeToLiveRequest request, CancellationToken cancellationToken = default);

    /// <summary>Lists the leases.</summary>
    /// <param name="request">Nothing.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The leases.</returns>
    Task<LeaseLeasesResponse> LeaseLeasesAsync(
        LeaseLeasesRequest request, CancellationToken cancellationToken = default);

    /// <summary>Reports changes, in order, none twice and none left out.</summary>
    /// <remarks>
    /// The first response says that the watch was created. A response that says canceled is the last; if its
    /// compact_revision is set, the watch fell behind compaction: read the keys again and watch from there.
    /// Responses without events tell how far the watch is, if the request asks for that.
    /// </remarks>
    /// <param name="request">What to watch, and from which revision.</param>
    /// <param name="cancellationToken">Ends the watch.</param>
    /// <returns>The responses, as they come.</returns>
    IAsyncEnumerable<WatchResponse> WatchAsync(
        WatchCreateRequest request, CancellationToken cancellationToken = default);
}
