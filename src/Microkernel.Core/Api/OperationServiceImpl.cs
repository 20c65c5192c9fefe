using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microkernel.Consensus;
using Microkernel.Core.Events;
using Microkernel.Core.Fencing;
using Microkernel.Core.Membership;
using Microkernel.Core.State;
using Microkernel.Core.Transitions;
using Microkernel.Driver.V1;
using Microkernel.Model;
using Microkernel.Node.V1;
using Microkernel.V1;
using FenceRequest = Microkernel.V1.FenceRequest;
using FenceResponse = Microkernel.V1.FenceResponse;
using Object = Microkernel.V1.Object;

namespace Microkernel.Core.Api;

/// <summary>Takes what operators ask for: each wish is written to the store, where the leader finds it.</summary>
internal sealed class OperationServiceImpl(
    ClusterTracker tracker, StateWriter writer, ObjectWriter objects, PlanReader plans, PeerTable peers,
    FencingHistory history, EventRecorder events, NodeIdentity self, TimeProvider time,
    TwoNodeTakeover? takeover = null)
    : OperationService.OperationServiceBase
{
    public override async Task<MoveResponse> Move(MoveRequest request, ServerCallContext context)
    {
        var snapshot = tracker.Current;
        var members = MembersOf(snapshot, request.Resource);
        if (request.Node.Length > 0) NodeOf(snapshot, request.Node);
        var from = snapshot.Resources.Where(pair => members.Contains(pair.Key.Resource) &&
            pair.Value.State == RecordedState.Started).Select(pair => pair.Key.Node).FirstOrDefault("");
        if (request.Node.Length == 0 && from.Length == 0)
            throw new RpcException(new Status(StatusCode.FailedPrecondition,
                $"{request.Resource} does not run: name the node that it shall go to"));
        var move = new MoveRecord { To = request.Node, From = from, Time = time.GetUtcNow().ToTimestamp() };
        await StoreErrors.TranslateAsync(
            () => writer.PutAsync(StateKeys.Move(request.Resource), move, context.CancellationToken));
        events.Record(EventFactory.About("Resource", request.Resource, "MoveRequested", Severity.Info,
            request.Node.Length > 0 ? $"{request.Resource} shall move to {request.Node}" : $"{request.Resource} shall leave {from}"));
        return new MoveResponse { Node = request.Node };
    }

    public override async Task<SetStandbyResponse> SetStandby(SetStandbyRequest request, ServerCallContext context)
    {
        var node = NodeOf(tracker.Current, request.Node).Clone();
        if (node.Node.Standby == request.Standby) return new SetStandbyResponse();
        node.Node.Standby = request.Standby;
        await StoreErrors.TranslateAsync(() => objects.ApplyAsync([node], dryRun: false, audit: null, context.CancellationToken));
        events.Record(EventFactory.About("Node", request.Node, "StandbyChanged", Severity.Info,
            request.Standby ? $"{request.Node} goes into standby" : $"{request.Node} comes out of standby"));
        return new SetStandbyResponse();
    }

    public override async Task<SetLeaveResponse> SetLeave(SetLeaveRequest request, ServerCallContext context)
    {
        var node = NodeOf(tracker.Current, request.Node).Clone();
        if (node.Node.Leave == request.Leave) return new SetLeaveResponse();
        node.Node.Leave = request.Leave;
        await StoreErrors.TranslateAsync(() => objects.ApplyAsync([node], dryRun: false, audit: null, context.CancellationToken));
        events.Record(EventFactory.About("Node", request.Node, "LeaveChanged", Severity.Info,
            request.Leave ? $"{request.Node} shall leave" : $"{request.Node} shall join again"));
        return new SetLeaveResponse();
    }

    public override async Task<FenceResponse> Fence(FenceRequest request, ServerCallContext context)
    {
        var ct = context.CancellationToken;
        var snapshot = tracker.Current;
        NodeOf(snapshot, request.Node);
        if (!snapshot.OfKind(Object.SpecOneofCase.FencingLevel).Any(level => level.FencingLevel.Node == request.Node))
            throw new RpcException(new Status(StatusCode.FailedPrecondition,
                $"no FencingLevel is declared for {request.Node}: declare one, or power it off and confirm by hand"));
        var wish = new FenceRequestRecord
        {
            Id = Guid.NewGuid().ToString("N"),
            Reason = request.Reason.Length > 0 ? request.Reason : "an operator asked for it",
            Time = time.GetUtcNow().ToTimestamp(),
        };
        await StoreErrors.TranslateAsync(() => writer.PutAsync(StateKeys.FenceRequest(request.Node), wish, ct));
        var result = await WaitForResultAsync(request.Node, wish.Id, ct);
        if (result.Proof is not { } proof)
            throw new RpcException(new Status(StatusCode.Aborted, $"{request.Node} could not be verified off: {result.Reason}"));
        return new FenceResponse { Device = proof.Device, Duration = proof.Duration };
    }

    public override async Task<ConfirmFencedResponse> ConfirmFenced(
        ConfirmFencedRequest request, ServerCallContext context)
    {
        var snapshot = tracker.Current;
        NodeOf(snapshot, request.Node);
        if (request.Node == self.Node || peers.Find(request.Node)?.Change.State == PeerState.Heard)
            throw new RpcException(new Status(StatusCode.FailedPrecondition, $"{request.Node} is heard: it is not off"));
        var state = snapshot.Members.GetValueOrDefault(request.Node)?.State ?? MemberState.Unspecified;
        if (state is MemberState.Online or MemberState.Offline)
            throw new RpcException(new Status(StatusCode.FailedPrecondition,
                $"{request.Node} is {state.ToString().ToLowerInvariant()}: only a node that is lost can be confirmed off"));
        var now = time.GetUtcNow().ToTimestamp();
        var record = new MemberRecord
        {
            State = MemberState.Offline,
            Since = now,
            Reason = "an operator confirmed that it is off",
            Incarnation = snapshot.Members.GetValueOrDefault(request.Node)?.Incarnation ?? "",
            Proof = new FenceProof { Time = now, ConfirmedByHand = true },
        };
        var unchanged = StateWriter.AtRevision(
            StateKeys.Member(request.Node), snapshot.MemberRevisions.GetValueOrDefault(request.Node));
        var written = await StoreErrors.TranslateAsync(() => writer.TryAsync([unchanged],
        [
            StateWriter.Put(StateKeys.Member(request.Node), record),
            StateWriter.Delete(StateKeys.FenceRequest(request.Node)),
            StateWriter.Delete(StateKeys.FenceResult(request.Node)),
        ], context.CancellationToken));
        if (written is null)
            throw new RpcException(new Status(StatusCode.Aborted,
                $"{request.Node} has changed meanwhile: look at 'mkctl status', then confirm again if it is still off"));
        events.Record(MembershipEvents.FencingConfirmed(request.Node, "an operator"));
        await history.AddAsync(
            new FencingRecord
            {
                Node = request.Node,
                Reason = snapshot.Members.GetValueOrDefault(request.Node)?.Reason ?? "",
                Leader = snapshot.Leader?.Node ?? "",
                Began = now,
                VerifiedOff = true,
                ConfirmedByHand = true,
            },
            context.CancellationToken);
        return new ConfirmFencedResponse();
    }

    public override async Task<RecoverResponse> Recover(RecoverRequest request, ServerCallContext context)
    {
        if (takeover is null)
            throw new RpcException(new Status(StatusCode.FailedPrecondition,
                "the cluster's state is kept in an external etcd: recover that one"));
        try
        {
            return new RecoverResponse { OffNode = await takeover.RecoverAsync(context.CancellationToken) };
        }
        catch (InvalidMembershipChangeException e)
        {
            throw new RpcException(new Status(StatusCode.FailedPrecondition, e.Message));
        }
        catch (ProposalException e)
        {
            throw new RpcException(new Status(StatusCode.Unavailable, e.Message));
        }
    }

    public override async Task<CleanupResponse> Cleanup(CleanupRequest request, ServerCallContext context)
    {
        var snapshot = tracker.Current;
        var members = MembersOf(snapshot, request.Resource);
        if (request.Node.Length > 0) NodeOf(snapshot, request.Node);
        var response = new CleanupResponse();
        foreach (var (at, record) in snapshot.Resources)
        {
            if (!members.Contains(at.Resource) || (request.Node.Length > 0 && at.Node != request.Node) || record.Failures == 0)
                continue;
            response.Forgotten += record.Failures;
            var wish = new CleanupRecord { Time = time.GetUtcNow().ToTimestamp() };
            await StoreErrors.TranslateAsync(() => writer.PutAsync(
                StateKeys.Cleanup(at.Node, at.Resource), wish, context.CancellationToken));
        }
        return response;
    }

    public override Task<GetPlanResponse> GetPlan(GetPlanRequest request, ServerCallContext context) =>
        Task.FromResult(plans.Read());

    private async Task<FenceResultRecord> WaitForResultAsync(string node, string requestId, CancellationToken ct)
    {
        var changed = new Signal();
        tracker.Changed += changed.Set;
        try
        {
            while (true)
            {
                if (tracker.Current.FenceResults.TryGetValue(node, out var result) && result.RequestId == requestId)
                    return result;
                await changed.WaitAsync(Timeout.InfiniteTimeSpan, time, ct);
            }
        }
        finally
        {
            tracker.Changed -= changed.Set;
        }
    }

    /// <summary>The resource itself, or the members of the group.</summary>
    private static HashSet<string> MembersOf(ClusterSnapshot snapshot, string name)
    {
        if (snapshot.Find(Object.SpecOneofCase.Resource, name) is not null) return [name];
        return snapshot.Find(Object.SpecOneofCase.Group, name) is { } group
            ? [.. group.Group.Members]
            : throw new RpcException(new Status(StatusCode.NotFound, $"no Resource or Group is named '{name}'"));
    }

    private static Object NodeOf(ClusterSnapshot snapshot, string name) =>
        snapshot.Find(Object.SpecOneofCase.Node, name)
        ?? throw new RpcException(new Status(StatusCode.NotFound,
            $"no Node is named '{name}': there are " +
            string.Join(", ", snapshot.OfKind(Object.SpecOneofCase.Node).Select(node => node.Name()))));
}
