using System.Net;
using Microkernel.Consensus;
using Microkernel.Consensus.Transport;
using Microkernel.Store;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Store.Bench;

/// <summary>One member of the embedded store, with nothing around it.</summary>
internal static class Server
{
    public static async Task<int> RunAsync(ulong id, string directory, string endpoints)
    {
        var peers = endpoints.Split(',')
            .Select((endpoint, i) => new RaftPeer((ulong)i + 1, $"node{i + 1}", [endpoint]));
        // etcd's default heartbeat and election times.
        var options = new RaftMemberOptions
        {
            Id = id,
            DataDirectory = directory,
            TickInterval = TimeSpan.FromMilliseconds(100),
        };
        foreach (var peer in peers)
            options.Peers.Add(peer);
        await using var transport = new GrpcRaftTransport(
            new GrpcRaftTransportOptions(), TimeProvider.System, NullLoggerFactory.Instance);
        RaftMember? raft = null;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddGrpc(grpc => grpc.MaxReceiveMessageSize = null);
        builder.Services.AddSingleton(transport);
        builder.Services.AddMicrokernelStore(_ => raft);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(
            IPEndPoint.Parse(options.Peers.Single(peer => peer.Id == id).Addresses[0]),
            listen => listen.Protocols = HttpProtocols.Http2));
        await using var app = builder.Build();
        app.MapGrpcService<RaftTransportService>();
        app.MapEtcdApi();
        await app.StartAsync();
        raft = await RaftMember.StartAsync(
            options, app.Services.GetRequiredService<StoreStateMachine>(), transport,
            TimeProvider.System, NullLoggerFactory.Instance, CancellationToken.None);
        await app.WaitForShutdownAsync();
        await raft.DisposeAsync();
        return 0;
    }
}
