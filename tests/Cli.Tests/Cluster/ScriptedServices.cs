using Grpc.Core;
using Microkernel.V1;

namespace Microkernel.Cli.Tests.Cluster;

internal sealed class ScriptedObjects(ScriptedCluster cluster) : ObjectService.ObjectServiceBase
{
    public override Task<ApplyResponse> Apply(ApplyRequest request, ServerCallContext context) =>
        cluster.ReplyAsync<ApplyResponse>(request);

    public override Task<GetResponse> Get(GetRequest request, ServerCallContext context) =>
        cluster.ReplyAsync<GetResponse>(request);

    public override Task<ListResponse> List(ListRequest request, ServerCallContext context) =>
        cluster.ReplyAsync<ListResponse>(request);

    public override Task<DeleteResponse> Delete(DeleteRequest request, ServerCallContext context) =>
        cluster.ReplyAsync<DeleteResponse>(request);
}

internal sealed class ScriptedStatus(ScriptedCluster cluster) : ClusterService.ClusterServiceBase
{
    public override Task<GetStatusResponse> GetStatus(GetStatusRequest request, ServerCallContext context) =>
        cluster.ReplyAsync<GetStatusResponse>(request);
}

internal sealed class ScriptedOperations(ScriptedCluster cluster) : OperationService.OperationServiceBase
{
    public override Task<MoveResponse> Move(MoveRequest request, ServerCallContext context) =>
        cluster.ReplyAsync<MoveResponse>(request);

    public override Task<SetStandbyResponse> SetStandby(SetStandbyRequest request, ServerCallContext context) =>
        cluster.ReplyAsync<SetStandbyResponse>(request);

    public override Task<SetLeaveResponse> SetLeave(SetLeaveRequest request, ServerCallContext context) =>
        cluster.ReplyAsync<SetLeaveResponse>(request);

    public override Task<FenceResponse> Fence(FenceRequest request, ServerCallContext context) =>
        cluster.ReplyAsync<FenceResponse>(request);

    public override Task<ConfirmFencedResponse> ConfirmFenced(
        ConfirmFencedRequest request, ServerCallContext context) =>
        cluster.ReplyAsync<ConfirmFencedResponse>(request);

    public override Task<RecoverResponse> Recover(RecoverRequest request, ServerCallContext context) =>
        cluster.ReplyAsync<RecoverResponse>(request);

    public override Task<CleanupResponse> Cleanup(CleanupRequest request, ServerCallContext context) =>
        cluster.ReplyAsync<CleanupResponse>(request);

    public override Task<GetPlanResponse> GetPlan(GetPlanRequest request, ServerCallContext context) =>
        cluster.ReplyAsync<GetPlanResponse>(request);
}

internal sealed class ScriptedEvents(ScriptedCluster cluster) : EventService.EventServiceBase
{
    public override async Task ListEvents(
        ListEventsRequest request, IServerStreamWriter<ListEventsResponse> responseStream, ServerCallContext context)
    {
        cluster.Requests.Enqueue(request);
        foreach (var happened in cluster.Events.Where(e => e.Sequence > request.After))
        {
            await responseStream.WriteAsync(new ListEventsResponse { Event = happened }, context.CancellationToken);
        }

        if (request.Follow)
        {
            // The caller ends the stream.
            var ended = new TaskCompletionSource();
            await using var registration = context.CancellationToken.Register(ended.SetResult);
            await ended.Task;
        }
    }
}
