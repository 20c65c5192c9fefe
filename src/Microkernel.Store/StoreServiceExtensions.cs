using Microkernel.Consensus;
using Microkernel.Store.Etcd;
using Microkernel.Store.Replication;
using Microkernel.Store.Upkeep;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microkernel.Store;

/// <summary>Registers the store.</summary>
public static class StoreServiceExtensions
{
    private const int StreamsPerConnectionMax = 10_000;

    /// <summary>
    /// Registers <see cref="IKeyValueStore"/> on the embedded Raft, <see cref="StoreStateMachine"/> for the member to
    /// drive (unless one is registered), and the service that ends leases and compacts.
    /// </summary>
    /// <param name="services">Where to register.</param>
    /// <param name="member">
    /// Finds this node's Raft member; null as long as it has not started: requests are then refused as without leader.
    /// </param>
    /// <param name="configure">Sets options.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection AddMicrokernelStore(
        this IServiceCollection services,
        Func<IServiceProvider, RaftMember?> member,
        Action<StoreOptions>? configure = null)
    {
        services.TryAddSingleton(provider =>
        {
            var options = provider.GetRequiredService<IOptions<StoreOptions>>().Value;
            return new RaftLog(() => member(provider), options.ClusterName, options.PeerScheme);
        });
        services.TryAddSingleton<IReplicatedLog>(provider => provider.GetRequiredService<RaftLog>());
        services.TryAddSingleton<IClusterControl>(provider => provider.GetRequiredService<RaftLog>());
        return services.AddStore(configure);
    }

    internal static IServiceCollection AddStore(this IServiceCollection services, Action<StoreOptions>? configure)
    {
        services.AddGrpc();
        // etcd's clients keep all their requests and watches on one connection, and etcd sets no limit either.
        services.Configure<KestrelServerOptions>(
            kestrel => kestrel.Limits.Http2.MaxStreamsPerConnection = StreamsPerConnectionMax);
        services.AddOptions<StoreOptions>().Configure(configure ?? (_ => { })).ValidateOnStart();
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<StoreOptions>, StoreOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(provider => new StoreStateMachine(provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton(provider => new ReplicatedKeyValueStore(
            provider.GetRequiredService<IReplicatedLog>(),
            provider.GetRequiredService<StoreStateMachine>(),
            provider.GetRequiredService<IOptions<StoreOptions>>().Value));
        services.TryAddSingleton<IKeyValueStore>(
            provider => provider.GetRequiredService<ReplicatedKeyValueStore>());
        services.TryAddSingleton(provider => new LeaderForwarding(
            provider.GetRequiredService<IReplicatedLog>(),
            provider.GetRequiredService<IClusterControl>(),
            provider.GetRequiredService<IOptions<StoreOptions>>().Value,
            provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton<StoreMetrics>();
        services.AddHostedService<StoreUpkeep>();
        return services;
    }
}
