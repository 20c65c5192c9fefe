using Microkernel.Core.Configuration;
using Microkernel.Core.Membership;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Microkernel.Core.Hosting;

/// <summary>What keeps the cluster's state and elects its leader: the one thing that differs by the setting store.</summary>
internal abstract class CoreStore : IAsyncDisposable
{
    /// <summary>Where it is recorded who belongs to the cluster.</summary>
    public abstract IMemberLog Members { get; }

    /// <summary>Ends when the store can go on no longer; faulted by what stopped it.</summary>
    public abstract Task Completion { get; }

    /// <summary>Starts the store that the settings name.</summary>
    public static async Task<CoreStore> StartAsync(
        CoreOptions options, CoreSecurity security, TimeProvider time, ILoggerFactory loggers, CancellationToken ct) =>
        options.ExternalStore is { } external
            ? new ExternalCoreStore(external, options, time)
            : await EmbeddedCoreStore.StartAsync(options, security, time, loggers, ct);

    /// <summary>Registers the store and the quorum.</summary>
    public abstract void AddTo(IServiceCollection services);

    /// <summary>Maps what the store serves to others.</summary>
    public abstract void Map(WebApplication app);

    public abstract ValueTask DisposeAsync();
}
