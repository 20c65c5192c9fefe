using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Etcdserverpb;
using Google.Protobuf;
using Microkernel.Store.Mvcc;
using Microkernel.Store.Transactions;
using Microkernel.Store.V1;
using Microkernel.Store.Watching;

namespace Microkernel.Store.Replication;

/// <summary>
/// The store on a replicated log: writes go through the log, reads wait for it and are answered here.
/// </summary>
internal sealed class ReplicatedKeyValueStore(
    IReplicatedLog log, StoreStateMachine machine, StoreOptions options) : IKeyValueStore
{
    private readonly StoreReplica _replica = machine.Replica;
    private readonly RequestValidation _validation = new(options);

    public IReplicatedLog Log => log;

    public StoreReplica Replica => _replica;

    public StoreOptions Options => options;

    public TimeProvider Time => machine.Time;

    public ValueTask<RangeResponse> RangeAsync(RangeRequest request, CancellationToken cancellationToken = default)
    {
        RequestValidation.Check(request);
        return request.Serializable
            ? ValueTask.FromResult(Range(request))
            : new ValueTask<RangeResponse>(LinearizableAsync(request, cancellationToken));
    }

    /// <summary>Reads from this member's own state, which may lag.</summary>
    public RangeResponse Range(RangeRequest request)
    {
        var response = request.RangeEnd.IsEmpty && request.Revision <= 0 ? RangeOne(request) : RangeMany(request);
        Complete(response.Header);
        return response;
    }

    public Task<PutResponse> PutAsync(PutRequest request, CancellationToken cancellationToken = default)
    {
        _validation.Check(request);
        return ProposeAsync<PutResponse>(
            new Command { Put = request }, static response => response.Header, cancellationToken);
    }

    public Task<DeleteRangeResponse> DeleteRangeAsync(
        DeleteRangeRequest request, CancellationToken cancellationToken = default)
    {
        _validation.Check(request);
        return ProposeAsync<DeleteRangeResponse>(
            new Command { DeleteRange = request }, static response => response.Header, cancellationToken);
    }

    public Task<TxnResponse> TxnAsync(TxnRequest request, CancellationToken cancellationToken = default)
    {
        _validation.Check(request);
        return ReadOnlyTransaction.Is(request)
            ? ReadTxnAsync(request, cancellationToken)
            : ProposeAsync<TxnResponse>(
                new Command { Txn = request }, static response => response.Header, cancellationToken);
    }

    public Task<CompactionResponse> CompactAsync(
        CompactionRequest request, CancellationToken cancellationToken = default) =>
        ProposeAsync<CompactionResponse>(
            new Command { Compact = request }, static response => response.Header, cancellationToken);

    public Task<LeaseGrantResponse> LeaseGrantAsync(
        LeaseGrantRequest request, CancellationToken cancellationToken = default)
    {
        RequestValidation.Check(request);
        var complete = new LeaseGrantRequest
        {
            // All members must agree on both, so they are settled before the log.
            ID = request.ID != 0 ? request.ID : RandomId(),
            TTL = Math.Max(1, request.TTL),
        };
        return ProposeAsync<LeaseGrantResponse>(
            new Command { LeaseGrant = complete }, static response => response.Header, cancellationToken);
    }

    public Task<LeaseRevokeResponse> LeaseRevokeAsync(
        LeaseRevokeRequest request, CancellationToken cancellationToken = default) =>
        ProposeAsync<LeaseRevokeResponse>(
            new Command { LeaseRevoke = request }, static response => response.Header, cancellationToken);

    public Task<LeaseKeepAliveResponse> LeaseKeepAliveAsync(
        LeaseKeepAliveRequest request, CancellationToken cancellationToken = default) =>
        ProposeAsync<LeaseKeepAliveResponse>(
            new Command { LeaseKeepAlive = request }, static response => response.Header, cancellationToken);

    public async Task<LeaseTimeToLiveResponse> LeaseTimeToLiveAsync(
        LeaseTimeToLiveRequest request, CancellationToken cancellationToken = default)
    {
        await log.WaitForReadAsync(cancellationToken);
        var response = new LeaseTimeToLiveResponse { Header = Header(), ID = request.ID, TTL = -1 };
        lock (_replica.Gate)
        {
            if (_replica.Contents.Leases.Find(request.ID) is not { } lease)
                return response;
            var age = Time.GetElapsedTime(lease.RenewedAt);
            response.TTL = Math.Max(0, lease.TtlSeconds - (long)age.TotalSeconds);
            response.GrantedTTL = lease.TtlSeconds;
            if (request.Keys)
                response.Keys.AddRange(lease.Keys.Order(KeyOrder.Instance));
            return response;
        }
    }

    public async Task<LeaseLeasesResponse> LeaseLeasesAsync(
        LeaseLeasesRequest request, CancellationToken cancellationToken = default)
    {
        await log.WaitForReadAsync(cancellationToken);
        var response = new LeaseLeasesResponse { Header = Header() };
        lock (_replica.Gate)
        {
            var ids = _replica.Contents.Leases.All.Select(lease => lease.Id).Order();
            response.Leases.AddRange(ids.Select(id => new LeaseStatus { ID = id }));
        }

        return response;
    }

    public async IAsyncEnumerable<WatchResponse> WatchAsync(
        WatchCreateRequest request, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var stream = new WatchStream(this);
        await stream.PostAsync(new WatchRequest { CreateRequest = request }, cancellationToken);
        await foreach (var response in stream.RunAsync(cancellationToken))
        {
            yield return response;
            if (response.Canceled)
                yield break;
        }
    }

    /// <summary>Raises, clears or lists alarms.</summary>
    public Task<AlarmResponse> AlarmAsync(AlarmRequest request, CancellationToken cancellationToken) =>
        ProposeAsync<AlarmResponse>(
            new Command { Alarm = request }, static response => response.Header, cancellationToken);

    /// <summary>Returns a header with the store's revision.</summary>
    public ResponseHeader Header()
    {
        var header = new ResponseHeader();
        lock (_replica.Gate)
            header.Revision = _replica.Contents.Keys.Revision;
        Complete(header);
        return header;
    }

    /// <summary>Fills in what the state does not know.</summary>
    public void Complete(ResponseHeader header)
    {
        header.ClusterId = log.ClusterId;
        header.MemberId = log.MemberId;
        header.RaftTerm = log.Term;
    }

    private RangeResponse RangeOne(RangeRequest request)
    {
        // One key needs no view, and a view would make the next write copy.
        KeyVersion? head;
        long revision;
        lock (_replica.Gate)
        {
            var keys = _replica.Contents.Keys;
            (head, revision) = (keys.Head(request.Key.Span), keys.Revision);
        }

        return RangeReader.ReadOne(head, request, revision);
    }

    private RangeResponse RangeMany(RangeRequest request)
    {
        var view = _replica.View();
        return RangeReader.Read(view, request, view.Revision, out var response) is { } error
            ? throw new StoreException(error)
            : response!;
    }

    private async Task<RangeResponse> LinearizableAsync(RangeRequest request, CancellationToken cancellationToken)
    {
        await log.WaitForReadAsync(cancellationToken);
        return Range(request);
    }

    private async Task<TxnResponse> ReadTxnAsync(TxnRequest request, CancellationToken cancellationToken)
    {
        if (!ReadOnlyTransaction.IsSerializable(request))
            await log.WaitForReadAsync(cancellationToken);
        if (ReadOnlyTransaction.Read(_replica.View(), request, out var response) is { } error)
            throw new StoreException(error);
        Complete(response.Header);
        return response;
    }

    private async Task<TResponse> ProposeAsync<TResponse>(
        Command command, Func<TResponse, ResponseHeader> header, CancellationToken cancellationToken)
        where TResponse : class
    {
        var result = await log.ProposeAsync(command.ToByteArray(), cancellationToken);
        if (result is StoreError error)
            throw new StoreException(error);
        var response = (TResponse)result!;
        Complete(header(response));
        return response;
    }

    private static long RandomId()
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        RandomNumberGenerator.Fill(bytes);
        return Math.Max(1, BitConverter.ToInt64(bytes) & long.MaxValue);
    }
}
