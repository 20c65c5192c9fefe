using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microkernel.Core.Drivers;
using Microkernel.Core.Drivers.Swapping;
using Microkernel.Core.Hosting;
using Microkernel.V1;

namespace Microkernel.Core.Api;

/// <summary>Serves what concerns one node's drivers and core, on that node or by passing it there.</summary>
internal sealed class NodeDriverServiceImpl(
    NodeCalls calls, DriverDetails details, SwapTargets targets, DriverSwapper swapper, CoreUpgrade upgrade)
    : NodeDriverService.NodeDriverServiceBase
{
    private static readonly TimeSpan DrainMin = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan DrainMax = TimeSpan.FromHours(1);

    public override Task<GetDriverResponse> GetDriver(GetDriverRequest request, ServerCallContext context) =>
        calls.Other(request.Node) is { } other
            ? NodeCalls.PassAsync(request.Node, options => other.GetDriverAsync(request, options), context)
            : details.DescribeAsync(request.Driver, context.CancellationToken);

    public override async Task<SwapDriverResponse> SwapDriver(SwapDriverRequest request, ServerCallContext context)
    {
        if (calls.Other(request.Node) is { } other)
            return await NodeCalls.PassAsync(request.Node, options => other.SwapDriverAsync(request, options), context);
        var drain = request.DrainTimeout?.ToTimeSpan();
        if (drain is { } given && (given < DrainMin || given > DrainMax))
            throw new RpcException(new Status(
                StatusCode.InvalidArgument, $"drain_timeout: got {given.TotalSeconds} s, expected 1 s to 1 h"));
        var (target, manifest) = targets.Find(request.Driver, request.Target);
        var result = await swapper.SwapAsync(
            request.Driver, target, manifest, onlyNewer: false, drain, context.CancellationToken);
        var response = new SwapDriverResponse { Swapped = result.Swapped, Reason = result.Reason };
        response.Steps.Add(result.Steps.Select(step => new SwapDriverStep
        {
            Name = step.Name,
            Detail = step.Detail,
            Duration = step.Duration.ToDuration(),
        }));
        if (result.Swapped) response.Remarks.Add(SwapTargets.Remarks(request.Driver, target, manifest));
        return response;
    }

    public override Task<UpgradeCoreResponse> UpgradeCore(UpgradeCoreRequest request, ServerCallContext context) =>
        calls.Other(request.Node) is { } other
            ? NodeCalls.PassAsync(request.Node, options => other.UpgradeCoreAsync(request, options), context)
            : upgrade.BeginAsync(request.Program, context.CancellationToken);
}
