using Etcdserverpb;
using Grpc.Core;
using Microkernel.Store.Replication;

namespace Microkernel.Store.Etcd;

/// <summary>etcd's Cluster service.</summary>
internal sealed class ClusterService(
    ReplicatedKeyValueStore store, IClusterControl cluster, LeaderForwarding forwarding) : Cluster.ClusterBase
{
    public override Task<MemberAddResponse> MemberAdd(MemberAddRequest request, ServerCallContext context)
    {
        MemberUrls.Check(request.PeerURLs);
        return forwarding.RunAsync(
            context, AddAsync, (leader, options) => new Cluster.ClusterClient(leader).MemberAddAsync(request, options));

        async Task<MemberAddResponse> AddAsync()
        {
            var added = await cluster.AddMemberAsync(request.PeerURLs, request.IsLearner, context.CancellationToken);
            var response = new MemberAddResponse { Header = Header(), Member = added };
            response.Members.AddRange(cluster.Members);
            return response;
        }
    }

    public override Task<MemberRemoveResponse> MemberRemove(MemberRemoveRequest request, ServerCallContext context)
    {
        return forwarding.RunAsync(
            context, RemoveAsync,
            (leader, options) => new Cluster.ClusterClient(leader).MemberRemoveAsync(request, options));

        async Task<MemberRemoveResponse> RemoveAsync()
        {
            await cluster.RemoveMemberAsync(request.ID, context.CancellationToken);
            var response = new MemberRemoveResponse { Header = Header() };
            response.Members.AddRange(cluster.Members);
            return response;
        }
    }

    public override Task<MemberUpdateResponse> MemberUpdate(MemberUpdateRequest request, ServerCallContext context)
    {
        MemberUrls.Check(request.PeerURLs);
        return forwarding.RunAsync(
            context, UpdateAsync,
            (leader, options) => new Cluster.ClusterClient(leader).MemberUpdateAsync(request, options));

        async Task<MemberUpdateResponse> UpdateAsync()
        {
            await cluster.UpdateMemberAsync(request.ID, request.PeerURLs, context.CancellationToken);
            var response = new MemberUpdateResponse { Header = Header() };
            response.Members.AddRange(cluster.Members);
            return response;
        }
    }

    public override Task<MemberPromoteResponse> MemberPromote(MemberPromoteRequest request, ServerCallContext context)
    {
        return forwarding.RunAsync(
            context, PromoteAsync,
            (leader, options) => new Cluster.ClusterClient(leader).MemberPromoteAsync(request, options));

        async Task<MemberPromoteResponse> PromoteAsync()
        {
            await cluster.PromoteMemberAsync(request.ID, context.CancellationToken);
            var response = new MemberPromoteResponse { Header = Header() };
            response.Members.AddRange(cluster.Members);
            return response;
        }
    }

    public override async Task<MemberListResponse> MemberList(MemberListRequest request, ServerCallContext context)
    {
        if (request.Linearizable)
            await store.Log.WaitForReadAsync(context.CancellationToken);
        var response = new MemberListResponse { Header = Header() };
        response.Members.AddRange(cluster.Members);
        return response;
    }

    private ResponseHeader Header()
    {
        // As etcd has it: membership has no revision.
        var header = new ResponseHeader();
        store.Complete(header);
        return header;
    }
}
