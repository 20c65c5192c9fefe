using System.Net;
using Etcdserverpb;
using Microkernel.Store.Replication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Microkernel.Store.Tests;

/// <summary>A member without consensus that serves the etcd API on a port of its own.</summary>
public sealed class EtcdServer : IAsyncLifetime
{
    private readonly Action<StoreOptions> _configure = _ => { };
    private WebApplication? _app;

    /// <summary>Creates a server with the store's defaults.</summary>
    public EtcdServer()
    {
    }

    private EtcdServer(Action<StoreOptions> configure) => _configure = configure;

    public string Endpoint { get; private set; } = "";

    internal IKeyValueStore Store => _app!.Services.GetRequiredService<IKeyValueStore>();

    /// <summary>Starts a server with options of its own.</summary>
    public static async Task<EtcdServer> StartAsync(Action<StoreOptions> configure)
    {
        var server = new EtcdServer(configure);
        await server.InitializeAsync();
        return server;
    }

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddSingleton<IReplicatedLog, SingleMemberLog>();
        builder.Services.AddSingleton<IClusterControl, SingleMemberCluster>();
        builder.Services.AddStore(options =>
        {
            options.WatchProgressPeriod = TimeSpan.FromMilliseconds(200);
            _configure(options);
        });
        _app = builder.Build();
        _app.MapEtcdApi();
        await _app.StartAsync();
        var addresses = _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
        Endpoint = new Uri(addresses.Addresses.First()).Authority;
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
            await _app.DisposeAsync();
    }

    private sealed class SingleMemberCluster : IClusterControl
    {
        public IReadOnlyList<Member> Members { get; } =
            [new Member { ID = 1, Name = "one", PeerURLs = { "http://one:1" }, ClientURLs = { "http://one:1" } }];

        public ulong CommitIndex => 1;

        public ulong AppliedIndex => 1;

        public Task<Member> AddMemberAsync(IReadOnlyList<string> peerUrls, bool learner, CancellationToken token) =>
            throw new StoreException(StoreError.Stopped);

        public Task RemoveMemberAsync(ulong id, CancellationToken cancellationToken) =>
            throw new StoreException(StoreError.MemberNotFound);

        public Task UpdateMemberAsync(ulong id, IReadOnlyList<string> peerUrls, CancellationToken cancellationToken) =>
            throw new StoreException(StoreError.MemberNotFound);

        public Task PromoteMemberAsync(ulong id, CancellationToken cancellationToken) =>
            throw new StoreException(StoreError.MemberNotFound);

        public Task TransferLeadershipAsync(ulong target, CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
