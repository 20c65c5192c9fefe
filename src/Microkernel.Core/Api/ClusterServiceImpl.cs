using Grpc.Core;
using Microkernel.Core.Overview;
using Microkernel.V1;

namespace Microkernel.Core.Api;

/// <summary>Tells what is.</summary>
internal sealed class ClusterServiceImpl(StatusBuilder status) : ClusterService.ClusterServiceBase
{
    public override Task<GetStatusResponse> GetStatus(GetStatusRequest request, ServerCallContext context) =>
        Task.FromResult(status.Build());
}
