using Grpc.Core;
using Microkernel.Core.Fencing;
using Microkernel.Core.Membership;
using Microkernel.Core.Resources;
using Microkernel.Core.State;
using Microkernel.Driver.V1;
using Microkernel.Node.V1;
using Object = Microkernel.V1.Object;

namespace Microkernel.Core.Api;

/// <summary>Takes the leader's orders for this node.</summary>
internal sealed class NodeServiceImpl(
    LocalNode node, ClusterTracker tracker, Shooter shooter, Unfenced unfenced, NodeIdentity self,
    TermGuard terms) : NodeService.NodeServiceBase
{
    public override Task<Microkernel.Node.V1.ExecuteResponse> Execute(
        Microkernel.Node.V1.ExecuteRequest request, ServerCallContext context) =>
        node.ExecuteAsync(request, context.CancellationToken);

    public override async Task<ShootResponse> Shoot(ShootRequest request, ServerCallContext context)
    {
        terms.Check(request.Term);
        var snapshot = await tracker.WaitForAsync(request.Revision, context.CancellationToken);
        var level = snapshot.Find(Object.SpecOneofCase.FencingLevel, request.Level)
            ?? throw new RpcException(new Status(StatusCode.NotFound, $"fencing level {request.Level} is not declared"));
        if (request.DeviceIndex >= level.FencingLevel.Devices.Count)
            throw new RpcException(new Status(StatusCode.InvalidArgument,
                $"device_index: {request.DeviceIndex}: expected less than {level.FencingLevel.Devices.Count}"));
        var step = level.FencingLevel.Devices[(int)request.DeviceIndex];
        var answer = await shooter.UseAsync(
            snapshot, request.Target, step, request.PowerOn ? FenceAction.On : FenceAction.Off, request.OperationId,
            new FencingToken { Term = request.Term, Step = request.Step }, context.CancellationToken);
        if (request.PowerOn && request.Target == self.Node && answer.Succeeded) unfenced.Add(step.Device);
        return new ShootResponse
        {
            Succeeded = request.PowerOn ? answer.Succeeded : Shooter.IsProof(snapshot, step, answer),
            Reason = answer.Reason,
            Duration = answer.Duration,
        };
    }
}
