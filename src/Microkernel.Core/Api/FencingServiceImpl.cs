using Grpc.Core;
using Microkernel.Core.Fencing;
using Microkernel.V1;

namespace Microkernel.Core.Api;

/// <summary>Tells what became of shots at nodes.</summary>
internal sealed class FencingServiceImpl(FencingHistory history) : FencingService.FencingServiceBase
{
    private const uint LimitDefault = 100;
    private const uint LimitMax = 1000;

    public override async Task<ListFencingsResponse> ListFencings(
        ListFencingsRequest request, ServerCallContext context)
    {
        if (request.Limit > LimitMax)
            throw new RpcException(new Status(
                StatusCode.InvalidArgument, $"limit: got {request.Limit}, expected at most {LimitMax}"));
        var limit = request.Limit == 0 ? LimitDefault : request.Limit;
        var fencings = await StoreErrors.TranslateAsync(() => history.ReadAsync(context.CancellationToken));
        return new ListFencingsResponse
        {
            Fencings = { fencings.Where(fencing => request.Node is "" || fencing.Node == request.Node).Take((int)limit) },
        };
    }
}
