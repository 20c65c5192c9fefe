using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Microkernel.Consensus.Bench;

/// <summary>Members of one cluster in this process, which reach each other directly or over gRPC on loopback.</summary>
internal sealed class BenchCluster(string directory, int members, bool overGrpc) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<ulong, IRaftReceiver> _network = new();
    private readonly Dictionary<ulong, (RaftMember Member, WebApplication? App)> _members = [];
    private readonly List<RaftPeer> _peers = [.. Enumerable.Range(1, members)
        .Select(id => new RaftPeer((ulong)id, $"node{id}", [$"127.0.0.1:{FreePort()}"]))];

    public RaftMember this[ulong id] => _members[id].Member;

    public async Task StartAsync()
    {
        foreach (var peer in _peers)
        {
            await StartAsync(peer.Id);
        }
    }

    public async Task StartAsync(ulong id)
    {
        var options = Options(Path.Combine(directory, $"node{id}"), id, _peers);
        if (!overGrpc)
        {
            _members[id] = (await StartAsync(options, new MemoryTransport(_network)), null);
            return;
        }

        var (member, app) = await StartGrpcAsync(options, new BenchMachine());
        _members[id] = (member, app);
    }

    /// <summary>Starts a member that others reach over gRPC.</summary>
    public static async Task<(RaftMember Member, WebApplication App)> StartGrpcAsync(
        RaftMemberOptions options, IStateMachine machine)
    {
        var transport = new GrpcRaftTransport(
            new GrpcRaftTransportOptions(), TimeProvider.System, NullLoggerFactory.Instance);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddGrpc(grpc => grpc.MaxReceiveMessageSize = null);
        builder.Services.AddSingleton(transport);
        var address = options.Peers.Single(peer => peer.Id == options.Id).Addresses[0];
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Listen(IPEndPoint.Parse(address), listen => listen.Protocols = HttpProtocols.Http2);
        });
        var app = builder.Build();
        app.MapGrpcService<RaftTransportService>();
        await app.StartAsync();
        return (await StartAsync(options, transport, machine), app);
    }

    public static RaftMemberOptions Options(string directory, ulong id, IEnumerable<RaftPeer> peers)
    {
        // No snapshots: the log itself is measured.
        var options = new RaftMemberOptions
        {
            Id = id,
            DataDirectory = directory,
            SnapshotThresholdBytes = long.MaxValue,
            SnapshotThresholdEntries = int.MaxValue,
            RequestTimeout = TimeSpan.FromMinutes(1),
            MaxPendingRequests = 100_000,
        };
        foreach (var peer in peers)
        {
            options.Peers.Add(peer);
        }

        return options;
    }

    public async Task StopAsync(ulong id)
    {
        var (member, app) = _members[id];
        _members.Remove(id);
        await member.DisposeAsync();
        if (app is not null)
        {
            await app.DisposeAsync();
        }
    }

    public async Task<RaftMember> LeaderAsync()
    {
        while (true)
        {
            if (_members.Values.FirstOrDefault(one => one.Member.Status.IsQuorateLeader).Member is { } leader)
            {
                return leader;
            }

            await Task.Delay(10);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var id in _members.Keys.ToList())
        {
            await StopAsync(id);
        }
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static Task<RaftMember> StartAsync(
        RaftMemberOptions options, IRaftTransport transport, IStateMachine? machine = null) =>
        RaftMember.StartAsync(
            options, machine ?? new BenchMachine(), transport, TimeProvider.System, NullLoggerFactory.Instance,
            CancellationToken.None);
}
