using Microkernel.Store.Etcd;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace Microkernel.Store;

/// <summary>Serves the etcd v3 API.</summary>
public static class StoreEndpointExtensions
{
    /// <summary>Maps etcd's KV, Watch, Lease, Cluster and Maintenance services.</summary>
    /// <remarks>What etcd has beyond that (Auth, Lock, Election) answers UNIMPLEMENTED.</remarks>
    /// <param name="endpoints">Where to map them.</param>
    /// <returns>The same, for further calls.</returns>
    public static IEndpointRouteBuilder MapEtcdApi(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGrpcService<KvService>();
        endpoints.MapGrpcService<WatchService>();
        endpoints.MapGrpcService<LeaseService>();
        endpoints.MapGrpcService<ClusterService>();
        endpoints.MapGrpcService<MaintenanceService>();
        return endpoints;
    }
}
