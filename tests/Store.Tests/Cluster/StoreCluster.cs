using System.Net;
using System.Net.Sockets;
using Microkernel.Consensus;
using Microkernel.Consensus.Transport;
using Microkernel.Store.Backups;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Microkernel.Store.Tests.Cluster;

/// <summary>Members in this process, with logs on disk, that serve each other and the etcd API on loopback.</summary>
internal sealed class StoreCluster : IAsyncDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("store-").FullName;
    private readonly SortedDictionary<ulong, StoreMember> _members = [];
    private readonly IReadOnlyList<RaftPeer> _peers;
    private readonly Action<RaftMemberOptions>? _configure;

    private StoreCluster(int members, Action<RaftMemberOptions>? configure)
    {
        _configure = configure;
        _peers = [.. Enumerable.Range(1, members)
            .Select(id => new RaftPeer((ulong)id, $"node{id}", [$"127.0.0.1:{FreePort()}"]))];
    }

    public IEnumerable<StoreMember> Members => _members.Values;

    public string Endpoints => string.Join(',', _peers.Select(peer => peer.Addresses[0]));

    public static async Task<StoreCluster> StartAsync(int members, Action<RaftMemberOptions>? configure = null)
    {
        var cluster = new StoreCluster(members, configure);
        foreach (var peer in cluster._peers)
            await cluster.StartMemberAsync(peer.Id);
        await cluster.LeaderAsync();
        return cluster;
    }

    /// <summary>Starts a new cluster with what a backup holds.</summary>
    public static async Task<StoreCluster> RestoreAsync(BackupFile backup, int members, string? token = null)
    {
        string clusterId = "";
        var cluster = new StoreCluster(members, options => options.ClusterId = clusterId);
        foreach (var peer in cluster._peers)
        {
            var options = cluster.Options(peer.Id);
            options.ClusterId = new RaftMemberOptions().ClusterId;
            StoreRestore.Write(backup, options, cluster._directory, token, TimeProvider.System);
            clusterId = options.ClusterId;
        }

        foreach (var peer in cluster._peers)
            await cluster.StartMemberAsync(peer.Id);
        await cluster.LeaderAsync();
        return cluster;
    }

    public async Task<StoreMember> StartMemberAsync(ulong id) =>
        _members[id] = await StoreMember.StartAsync(Options(id));

    /// <summary>
    /// Starts a stopped member of another cluster in the place of one of this: its log, its cluster's id, and this
    /// cluster's addresses.
    /// </summary>
    public async Task<StoreMember> StartStrayMemberAsync(StoreCluster other, ulong id)
    {
        var options = Options(id);
        var stray = other.Options(id);
        (options.ClusterId, options.DataDirectory) = (stray.ClusterId, stray.DataDirectory);
        return _members[id] = await StoreMember.StartAsync(options);
    }

    /// <summary>Returns an address for a member that is to join.</summary>
    public static string FreeAddress() => $"127.0.0.1:{FreePort()}";

    /// <summary>Starts a member that was added to the running cluster.</summary>
    public async Task<StoreMember> JoinAsync(ulong id, string address)
    {
        var options = new RaftMemberOptions
        {
            Id = id,
            DataDirectory = Path.Combine(_directory, $"node{id}"),
            JoinExistingCluster = true,
        };
        foreach (var peer in _peers.Append(new RaftPeer(id, $"node{id}", [address])))
            options.Peers.Add(peer);
        _configure?.Invoke(options);
        return _members[id] = await StoreMember.StartAsync(options);
    }

    public async Task StopMemberAsync(ulong id)
    {
        _members.Remove(id, out var member);
        await member!.DisposeAsync();
    }

    public async Task<StoreMember> LeaderAsync()
    {
        StoreMember? leader = null;
        await Wait.UntilAsync(
            () => Task.FromResult((leader = Members.FirstOrDefault(one => one.Raft.Status.IsQuorateLeader)) != null),
            "a leader");
        return leader!;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var member in _members.Values)
            await member.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    private RaftMemberOptions Options(ulong id)
    {
        var options = new RaftMemberOptions { Id = id, DataDirectory = Path.Combine(_directory, $"node{id}") };
        foreach (var peer in _peers)
            options.Peers.Add(peer);
        _configure?.Invoke(options);
        return options;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

/// <summary>One member.</summary>
internal sealed class StoreMember(WebApplication app, RaftMember raft) : IAsyncDisposable
{
    public RaftMember Raft => raft;

    public ulong Id => raft.Status.Id;

    public IKeyValueStore Store => app.Services.GetRequiredService<IKeyValueStore>();

    public static async Task<StoreMember> StartAsync(RaftMemberOptions options)
    {
        var transport = new GrpcRaftTransport(
            new GrpcRaftTransportOptions(), TimeProvider.System, NullLoggerFactory.Instance);
        RaftMember? raft = null;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddGrpc(grpc => grpc.MaxReceiveMessageSize = null);
        builder.Services.AddSingleton(transport);
        builder.Services.AddMicrokernelStore(_ => raft);
        string address = options.Peers.Single(peer => peer.Id == options.Id).Addresses[0];
        builder.WebHost.ConfigureKestrel(kestrel =>
            kestrel.Listen(IPEndPoint.Parse(address), listen => listen.Protocols = HttpProtocols.Http2));
        var app = builder.Build();
        app.MapGrpcService<RaftTransportService>();
        app.MapEtcdApi();
        await app.StartAsync();
        raft = await RaftMember.StartAsync(
            options, app.Services.GetRequiredService<StoreStateMachine>(), transport,
            TimeProvider.System, NullLoggerFactory.Instance, CancellationToken.None);
        return new StoreMember(app, raft);
    }

    public async ValueTask DisposeAsync()
    {
        await raft.DisposeAsync();
        await app.DisposeAsync();
    }
}
