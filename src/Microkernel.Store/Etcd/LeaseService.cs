using Etcdserverpb;
using Grpc.Core;

namespace Microkernel.Store.Etcd;

/// <summary>etcd's Lease service.</summary>
internal sealed class LeaseService(IKeyValueStore store) : Lease.LeaseBase
{
    public override Task<LeaseGrantResponse> LeaseGrant(LeaseGrantRequest request, ServerCallContext context) =>
        store.LeaseGrantAsync(request, context.CancellationToken);

    public override Task<LeaseRevokeResponse> LeaseRevoke(LeaseRevokeRequest request, ServerCallContext context) =>
        store.LeaseRevokeAsync(request, context.CancellationToken);

    public override async Task LeaseKeepAlive(
        IAsyncStreamReader<LeaseKeepAliveRequest> requestStream,
        IServerStreamWriter<LeaseKeepAliveResponse> responseStream,
        ServerCallContext context)
    {
        while (await requestStream.MoveNext(context.CancellationToken))
        {
            var response = await store.LeaseKeepAliveAsync(requestStream.Current, context.CancellationToken);
            await responseStream.WriteAsync(response, context.CancellationToken);
        }
    }

    public override Task<LeaseTimeToLiveResponse> LeaseTimeToLive(
        LeaseTimeToLiveRequest request, ServerCallContext context) =>
        store.LeaseTimeToLiveAsync(request, context.CancellationToken);

    public override Task<LeaseLeasesResponse> LeaseLeases(LeaseLeasesRequest request, ServerCallContext context) =>
        store.LeaseLeasesAsync(request, context.CancellationToken);
}
