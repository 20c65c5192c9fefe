using Microkernel.Consensus;
using Microkernel.Consensus.Transport;
using Microkernel.Core.Audit;
using Microkernel.Core.Configuration;
using Microkernel.Core.Fencing;
using Microkernel.Core.Membership;
using Microkernel.Core.Security;
using Microkernel.Store;
using Microkernel.Store.Backups;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Microkernel.Core.Hosting;

/// <summary>The embedded store: this node is a member of it, and whoever leads Raft leads the cluster.</summary>
internal sealed class EmbeddedCoreStore : CoreStore
{
    private readonly CoreOptions _options;
    private readonly CoreSecurity _security;
    private readonly StoreStateMachine _stateMachine;
    private readonly GrpcRaftTransport _transport;
    private readonly ContactTransport _contacts;
    private RaftMember _raft = null!;

    private EmbeddedCoreStore(CoreOptions options, CoreSecurity security, TimeProvider time, ILoggerFactory loggers)
    {
        (_options, _security) = (options, security);
        _stateMachine = new StoreStateMachine(time);
        _transport = new GrpcRaftTransport(security.RaftTransport(), time, loggers);
        _contacts = new ContactTransport(_transport, time);
    }

    public override IMemberLog Members => new RaftMemberLog(_raft);

    public override Task Completion => _raft.Completion;

    public static new async Task<EmbeddedCoreStore> StartAsync(
        CoreOptions options, CoreSecurity security, TimeProvider time, ILoggerFactory loggers, CancellationToken ct)
    {
        var store = new EmbeddedCoreStore(options, security, time, loggers);
        store._raft = await RaftMember.StartAsync(
            RaftStart.Options(options), store._stateMachine, store._contacts, time, loggers, ct);
        return store;
    }

    public override void AddTo(IServiceCollection services)
    {
        services.AddSingleton(_raft).AddSingleton(_transport).AddSingleton(_contacts).AddSingleton(_stateMachine);
        services.AddMicrokernelStore(_ => _raft, store =>
        {
            store.ClusterName = ClusterToken.ClusterId(_options.Cluster, _options.DataDirectory);
            store.RequestSizeBytesMax = CoreHost.RequestBytesMax;
            store.TransactionOperationsMax = 100_000;
            store.PeerScheme = _security.Dialer.Scheme;
            store.ConfigurePeerHandler = _security.Dialer.Configure;
        });
        services.AddOptions<StoreOptions>().Configure<IServiceProvider>(
            (store, provider) => store.Gate = new StoreGate(provider.GetRequiredService<AuditTrail>));
        services.AddSingleton<IQuorum, RaftQuorum>();
        CoreHost.AddHosted<MemberPromoter>(services);
        CoreHost.AddHosted<TwoNodeTakeover>(services);
        CoreHost.AddHosted<VoterUpkeep>(services);
    }

    public override void Map(WebApplication app)
    {
        app.MapGrpcService<RaftTransportService>();
        app.MapEtcdApi();
    }

    public override ValueTask DisposeAsync() => _raft.DisposeAsync();
}
