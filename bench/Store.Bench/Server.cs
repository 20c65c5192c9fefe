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

/// <summary>What a member is started with.</summary>
/// <param name="Id">Its number, from 1 on.</param>
/// <param name="Directory">Where it keeps its log.</param>
/// <param name="Endpoints">All members, by number.</param>
/// <param name="Heartbeat">Time between two messages of an idle leader.</param>
/// <param name="Election">Silence of the leader before an election.</param>
/// <param name="KeepLog">Whether snapshots are never taken.</param>
internal sealed record ServerPlan(
    ulong Id, string Directory, string[] Endpoints, TimeSpan Heartbeat, TimeSpan Election, bool KeepLog);

/// <summary>One member of the embedded store, with nothing around it.</summary>
internal static class Server
{
    public static async Task<int> RunAsync(ServerPlan plan)
    {
        var options = Options(plan);
        await using var transport = new GrpcRaftTransport(
            new GrpcRaftTransportOptions(), TimeProvider.System, NullLoggerFactory.Instance);
        RaftMember? raft = null;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.Services.AddRoutingCore();
        builder.Services.AddGrpc(grpc => grpc.MaxReceiveMessageSize = null);
        builder.Services.AddSingleton(transport);
        builder.Services.AddMicrokernelStore(_ => raft, store => store.QuotaBytes = 8L << 30);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(
            IPEndPoint.Parse(plan.Endpoints[(int)plan.Id - 1]), listen => listen.Protocols = HttpProtocols.Http2));
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

    private static RaftMemberOptions Options(ServerPlan plan)
    {
        var options = new RaftMemberOptions
        {
            Id = plan.Id,
            DataDirectory = plan.Directory,
            TickInterval = plan.Heartbeat,
            ElectionTicks = (int)Math.Ceiling(plan.Election / plan.Heartbeat),
        };
        foreach (string endpoint in plan.Endpoints)
            options.Peers.Add(new RaftPeer((ulong)options.Peers.Count + 1, $"node{options.Peers.Count + 1}", [endpoint]));
        if (plan.KeepLog)
            (options.SnapshotThresholdEntries, options.SnapshotThresholdBytes) = (int.MaxValue, long.MaxValue);
        return options;
    }
}
