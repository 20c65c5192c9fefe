using Etcdserverpb;
using Grpc.Core;

namespace Microkernel.Store.External;

/// <summary>The store in an external etcd (3.4 or later).</summary>
public sealed class EtcdKeyValueStore : IKeyValueStore, IAsyncDisposable
{
    private readonly EtcdConnection _connection;
    private readonly EtcdStoreOptions _options;

    /// <summary>Creates a client; connects with the first request.</summary>
    /// <param name="options">How to reach it.</param>
    /// <param name="time">The clock for deadlines; null is the system's.</param>
    public EtcdKeyValueStore(EtcdStoreOptions options, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _connection = new EtcdConnection(options, time ?? TimeProvider.System);
    }

    /// <inheritdoc/>
    public ValueTask<RangeResponse> RangeAsync(RangeRequest request, CancellationToken cancellationToken = default) =>
        new(_connection.AskAsync(
            (invoker, options) => new KV.KVClient(invoker).RangeAsync(request, options),
            repeatable: true, cancellationToken));

    /// <inheritdoc/>
    public Task<PutResponse> PutAsync(PutRequest request, CancellationToken cancellationToken = default) =>
        _connection.AskAsync(
            (invoker, options) => new KV.KVClient(invoker).PutAsync(request, options),
            repeatable: false, cancellationToken);

    /// <inheritdoc/>
    public Task<DeleteRangeResponse> DeleteRangeAsync(
        DeleteRangeRequest request, CancellationToken cancellationToken = default) =>
        _connection.AskAsync(
            (invoker, options) => new KV.KVClient(invoker).DeleteRangeAsync(request, options),
            repeatable: false, cancellationToken);

    /// <inheritdoc/>
    public Task<TxnResponse> TxnAsync(TxnRequest request, CancellationToken cancellationToken = default) =>
        _connection.AskAsync(
            (invoker, options) => new KV.KVClient(invoker).TxnAsync(request, options),
            Transactions.ReadOnlyTransaction.Is(request), cancellationToken);

    /// <inheritdoc/>
    public Task<CompactionResponse> CompactAsync(
        CompactionRequest request, CancellationToken cancellationToken = default) =>
        _connection.AskAsync(
            (invoker, options) => new KV.KVClient(invoker).CompactAsync(request, options),
            repeatable: false, cancellationToken);

    /// <inheritdoc/>
    public Task<LeaseGrantResponse> LeaseGrantAsync(
        LeaseGrantRequest request, CancellationToken cancellationToken = default) =>
        _connection.AskAsync(
            (invoker, options) => new Lease.LeaseClient(invoker).LeaseGrantAsync(request, options),
            repeatable: false, cancellationToken);

    /// <inheritdoc/>
    public Task<LeaseRevokeResponse> LeaseRevokeAsync(
        LeaseRevokeRequest request, CancellationToken cancellationToken = default) =>
        _connection.AskAsync(
            (invoker, options) => new Lease.LeaseClient(invoker).LeaseRevokeAsync(request, options),
            repeatable: false, cancellationToken);

    /// <inheritdoc/>
    public async Task<LeaseKeepAliveResponse> LeaseKeepAliveAsync(
        LeaseKeepAliveRequest request, CancellationToken cancellationToken = default)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(_options.RequestTimeout);
        try
        {
            using var call = new Lease.LeaseClient(_connection.Invoker).LeaseKeepAlive(
                new CallOptions(cancellationToken: deadline.Token));
            await call.RequestStream.WriteAsync(request, deadline.Token);
            if (await call.ResponseStream.MoveNext(deadline.Token))
                return call.ResponseStream.Current;
            throw new StoreException(StoreError.Stopped);
        }
        catch (Exception e) when (e is (RpcException and not StoreException) or OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            _connection.Leave();
            throw new StoreException(StoreError.Timeout);
        }
    }

    /// <inheritdoc/>
    public Task<LeaseTimeToLiveResponse> LeaseTimeToLiveAsync(
        LeaseTimeToLiveRequest request, CancellationToken cancellationToken = default) =>
        _connection.AskAsync(
            (invoker, options) => new Lease.LeaseClient(invoker).LeaseTimeToLiveAsync(request, options),
            repeatable: true, cancellationToken);

    /// <inheritdoc/>
    public Task<LeaseLeasesResponse> LeaseLeasesAsync(
        LeaseLeasesRequest request, CancellationToken cancellationToken = default) =>
        _connection.AskAsync(
            (invoker, options) => new Lease.LeaseClient(invoker).LeaseLeasesAsync(request, options),
            repeatable: true, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<WatchResponse> WatchAsync(
        WatchCreateRequest request, CancellationToken cancellationToken = default) =>
        new EtcdWatch(_connection, _options, request).RunAsync(cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _connection.DisposeAsync();
}
