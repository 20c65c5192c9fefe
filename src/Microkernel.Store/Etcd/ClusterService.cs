using Etcdserverpb;
using Grpc.Core;
using Microkernel.Store.Replication;

namespace Microkernel.Store.Etcd;

/// <summary>etcd's Cluster service.</summary>
internal sealed class ClusterService(ReplicatedKeyValueStore store, IClusterControl cluster) : Cluster.ClusterBase
{
    public override async Task<MemberAddResponse> MemberAdd(MemberAddRequest request, ServerCallContext context)
    {
        MemberUrls.Check(request.PeerURLs);
        var added = await cluster.AddMemberAsync(request.PeerURLs, request.IsLearner, context.CancellationToken);
        var response = new MemberAddResponse { Header = Header(), Member = added };
        response.Members.AddRange(cluster.Members);
        return response;
    }

    public override async Task<MemberRemoveResponse> MemberRemove(
        MemberRemoveRequest request, ServerCallContext context)
    {
        await cluster.RemoveMemberAsync(request.ID, context.CancellationToken);
        var response = new MemberRemoveResponse { Header = Header() };
        response.Members.AddRange(cluster.Members);
        return response;
    }

    public override async Task<MemberUpdateResponse> MemberUpdate(
        MemberUpdateRequest request, ServerCallContext context)
    {
        MemberUrls.Check(request.PeerURLs);
        await cluster.UpdateMemberAsync(request.ID, request.PeerURLs, context.CancellationToken);
        var response = new MemberUpdateResponse { Header = Header() };
        response.Members.AddRange(cluster.Members);
        return response;
    }

    public override async Task<MemberListResponse> MemberList(MemberListRequest request, ServerCallContext context)
    {
        if (request.Linearizable)
            await store.Log.WaitForReadAsync(context.CancellationToken);
        var response = new MemberListResponse { Header = Header() };
        response.Members.AddRange(cluster.Members);
        return response;
    }

    public override async Task<MemberPromoteResponse> MemberPromote(
        MemberPromoteRequest request, ServerCallContext context)
    {
        await cluster.PromoteMemberAsync(request.ID, context.CancellationToken);
        var response = new MemberPromoteResponse { Header = Header() };
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
