using System.Net;
using System.Net.Sockets;
using System.Text;
using Microkernel.Consensus;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Consensus.Tests.Cluster;

/// <summary>Members in this process that reach each other over gRPC on loopback.</summary>
internal sealed class ClusterHost : IAsyncDisposable
{
    private readonly Dictionary<ulong, Node> _nodes = [];
    private readonly Dictionary<ulong, FaultyFileSystem> _files = [];
    private readonly Action<RaftMemberOptions>? _configure;

    private ClusterHost(string directory, IReadOnlyList<RaftPeer> peers, Action<RaftMemberOptions>? configure)
    {
        Directory = directory;
        Peers = peers;
        _configure = configure;
    }

    public string Directory { get; }

    public IReadOnlyList<RaftPeer> Peers { get; }

    public IEnumerable<RaftMember> Members => _nodes.Values.Select(node => node.Member);

    /// <summary>The disk of a member.</summary>
    public FaultyFileSystem Files(ulong id)
    {
        if (!_files.TryGetValue(id, out var files))
        {
            _files[id] = files = new FaultyFileSystem();
        }

        return files;
    }

    public static async Task<ClusterHost> StartAsync(
        int members, Action<RaftMemberOptions>? configure = null, int addresses = 1)
    {
        var peers = Enumerable.Range(1, members)
            .Select(id => new RaftPeer(
                (ulong)id, $"node{id}", [.. Enumerable.Range(0, addresses).Select(_ => $"127.0.0.1:{FreePort()}")]))
            .ToList();
        var directory = System.IO.Directory.CreateTempSubdirectory("raft-").FullName;
        var cluster = new ClusterHost(directory, peers, configure);
        foreach (var peer in peers)
        {
            await cluster.StartMemberAsync(peer.Id);
        }

        return cluster;
    }

    public RaftMember Member(ulong id) => _nodes[id].Member;

    public RegisterMachine Machine(ulong id) => _nodes[id].Machine;

    public string DirectoryOf(ulong id) => Path.Combine(Directory, $"node{id}");

    /// <summary>Starts a member.</summary>
    /// <param name="id">The member.</param>
    /// <param name="joining">Says that it joins a cluster that runs, and where it listens.</param>
    /// <param name="moved">Where it listens now; the others are not told.</param>
    public async Task StartMemberAsync(ulong id, RaftPeer? joining = null, RaftPeer? moved = null)
    {
        var peer = joining ?? moved ?? Peers.Single(peer => peer.Id == id);
        var transport = new GrpcRaftTransport(
            new GrpcRaftTransportOptions { SnapshotChunkBytes = 1000 }, TimeProvider.System, NullLoggerFactory.Instance);
        var app = await ServeAsync(transport, peer);
        var options = new RaftMemberOptions
        {
            Id = id,
            DataDirectory = DirectoryOf(id),
            SegmentBytes = 256 * 1024,
            JoinExistingCluster = joining is not null,
        };
        foreach (var other in Peers)
        {
            options.Peers.Add(other);
        }

        _configure?.Invoke(options);
        var machine = new RegisterMachine();
        var member = await RaftMember.StartAsync(
            options,
            Files(id),
            machine,
            transport,
            TimeProvider.System,
            NullLoggerFactory.Instance,
            CancellationToken.None);
        _nodes[id] = new Node(member, machine, app);
    }

    /// <summary>Ends a member without letting it hand over.</summary>
    public async Task KillAsync(ulong id)
    {
        var node = _nodes[id];
        _nodes.Remove(id);
        await node.Member.KillAsync();
        await node.App.DisposeAsync();
        await node.Member.DisposeAsync();
    }

    public async Task<RaftMember> LeaderAsync()
    {
        RaftMember? leader = null;
        await Eventually.HoldsAsync(
            () => (leader = Members.FirstOrDefault(member => member.Status.IsQuorateLeader)) is not null,
            () => string.Join("; ", Members.Select(member => member.Status)));
        return leader!;
    }

    /// <summary>Changes the membership on whoever leads: on a busy machine that may change at any time.</summary>
    public async Task ChangeAsync(Func<RaftMember, MembershipChange> change)
    {
        for (var attempt = 0; ; attempt++)
        {
            var leader = await LeaderAsync();
            try
            {
                await leader.ChangeMembershipAsync(change(leader), CancellationToken.None);
                return;
            }
            catch (RaftUnavailableException) when (attempt < 20)
            {
                // Another leads by now.
            }
        }
    }

    public static Task<object?> ProposeAsync(RaftMember member, string value) =>
        member.ProposeAsync(Encoding.UTF8.GetBytes(value), CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes.Values)
        {
            await node.Member.DisposeAsync();
            await node.App.DisposeAsync();
        }

        System.IO.Directory.Delete(Directory, recursive: true);
    }

    private static async Task<WebApplication> ServeAsync(GrpcRaftTransport transport, RaftPeer peer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddGrpc(options => options.MaxReceiveMessageSize = null);
        builder.Services.AddSingleton(transport);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            foreach (var address in peer.Addresses)
            {
                kestrel.Listen(IPEndPoint.Parse(address), listen => listen.Protocols = HttpProtocols.Http2);
            }
        });
        var app = builder.Build();
        app.MapGrpcService<RaftTransportService>();
        await app.StartAsync();
        return app;
    }

    internal static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private sealed record Node(RaftMember Member, RegisterMachine Machine, WebApplication App);
}
