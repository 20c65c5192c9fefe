using Etcdserverpb;

namespace Microkernel.Store.Tests.Elections;

/// <summary>A store whose connection can be cut: nothing gets through, and nobody says so.</summary>
internal sealed class CutStore(IKeyValueStore inner) : IKeyValueStore
{
    private volatile bool _isCut;

    public bool IsCut
    {
        get => _isCut;
        set => _isCut = value;
    }

    public async ValueTask<RangeResponse> RangeAsync(RangeRequest request, CancellationToken cancellationToken)
    {
        await PassAsync(cancellationToken);
        return await inner.RangeAsync(request, cancellationToken);
    }

    public async Task<PutResponse> PutAsync(PutRequest request, CancellationToken cancellationToken)
    {
        await PassAsync(cancellationToken);
        return await inner.PutAsync(request, cancellationToken);
    }

    public async Task<DeleteRangeResponse> DeleteRangeAsync(DeleteRangeRequest request, CancellationToken cancellationToken)
    {
        await PassAsync(cancellationToken);
        return await inner.DeleteRangeAsync(request, cancellationToken);
    }

    public async Task<TxnResponse> TxnAsync(TxnRequest request, CancellationToken cancellationToken)
    {
        await PassAsync(cancellationToken);
        return await inner.TxnAsync(request, cancellationToken);
    }

    public async Task<CompactionResponse> CompactAsync(CompactionRequest request, CancellationToken cancellationToken)
    {
        await PassAsync(cancellationToken);
        return await inner.CompactAsync(request, cancellationToken);
    }

    public async Task<LeaseGrantResponse> LeaseGrantAsync(LeaseGrantRequest request, CancellationToken cancellationToken)
    {
        await PassAsync(cancellationToken);
        return await inner.LeaseGrantAsync(request, cancellationToken);
    }

    public async Task<LeaseRevokeResponse> LeaseRevokeAsync(LeaseRevokeRequest request, CancellationToken cancellationToken)
    {
        await PassAsync(cancellationToken);
        return await inner.LeaseRevokeAsync(request, cancellationToken);
    }

    public async Task<LeaseKeepAliveResponse> LeaseKeepAliveAsync(
        LeaseKeepAliveRequest request, CancellationToken cancellationToken)
    {
        await PassAsync(cancellationToken);
        return await inner.LeaseKeepAliveAsync(request, cancellationToken);
    }

    public async Task<LeaseTimeToLiveResponse> LeaseTimeToLiveAsync(
        LeaseTimeToLiveRequest request, CancellationToken cancellationToken)
    {
        await PassAsync(cancellationToken);
        return await inner.LeaseTimeToLiveAsync(request, cancellationToken);
    }

    public async Task<LeaseLeasesResponse> LeaseLeasesAsync(LeaseLeasesRequest request, CancellationToken cancellationToken)
    {
        await PassAsync(cancellationToken);
        return await inner.LeaseLeasesAsync(request, cancellationToken);
    }

    public IAsyncEnumerable<WatchResponse> WatchAsync(WatchCreateRequest request, CancellationToken cancellationToken) =>
        inner.WatchAsync(request, cancellationToken);

    private async Task PassAsync(CancellationToken cancellationToken)
    {
        while (IsCut)
            await Task.Delay(20, cancellationToken);
    }
}
