using Microkernel.Core.Configuration;
using Microkernel.Core.Membership;
using Microkernel.Core.State;
using Microkernel.Store;
using Microkernel.Store.Elections;
using Microkernel.Store.External;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Microkernel.Core.Hosting;

/// <summary>
/// An external etcd: it keeps the state, and the node that holds a key in it leads. Nothing is served to etcd's clients
/// here; they ask etcd.
/// </summary>
internal sealed class ExternalCoreStore : CoreStore
{
    /// <summary>Witnesses, which run nothing, lead only when nobody else stands up for this long.</summary>
    private static readonly TimeSpan WitnessPatience = TimeSpan.FromSeconds(1);

    /// <summary>A member of etcd that does not answer in this time is passed over.</summary>
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(2);

    private readonly EtcdKeyValueStore _store;
    private readonly LeaderElection _election;
    private readonly int _endpoints;

    public ExternalCoreStore(EtcdStoreOptions external, CoreOptions options, TimeProvider time)
    {
        external.RequestTimeout = RequestTimeout;
        _endpoints = external.Endpoints.Count;
        _store = new EtcdKeyValueStore(external, time);
        var standing = new LeaderElectionOptions
        {
            Key = StateKeys.Election,
            Candidate = options.Node,
            Patience = options.Self.IsWitness ? WitnessPatience : TimeSpan.Zero,
        };
        _election = new LeaderElection(_store, standing, time);
    }

    public override IMemberLog Members { get; } = new ConfiguredMembers();

    /// <summary>Never ends by itself: as long as etcd does not answer there is no quorum, which is not this node's end.</summary>
    public override Task Completion { get; } = Task.Delay(Timeout.InfiniteTimeSpan);

    public override void AddTo(IServiceCollection services)
    {
        services.AddSingleton<IKeyValueStore>(_store);
        services.AddSingleton<IQuorum>(new EtcdQuorum(_election, _endpoints));
        services.AddHostedService(_ => new Candidacy(_election));
    }

    public override void Map(WebApplication app)
    {
    }

    public override async ValueTask DisposeAsync()
    {
        _election.Dispose();
        await _store.DisposeAsync();
    }

    /// <summary>Stands for election for as long as the core runs.</summary>
    private sealed class Candidacy(LeaderElection election) : BackgroundService
    {
        protected override Task ExecuteAsync(CancellationToken stoppingToken) => election.RunAsync(stoppingToken);
    }
}
