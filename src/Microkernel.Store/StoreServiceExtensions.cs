using Microkernel.Store.Replication;
using Microkernel.Store.Upkeep;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microkernel.Store;

/// <summary>Registers the store.</summary>
public static class StoreServiceExtensions
{
    internal static IServiceCollection AddStore(this IServiceCollection services, Action<StoreOptions>? configure)
    {
        services.AddGrpc();
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
        services.AddHostedService<StoreUpkeep>();
        return services;
    }
}
