using Microkernel.Consensus;
using Microkernel.Core.Api;
using Microkernel.Core.Configuration;
using Microkernel.Core.Drivers;
using Microkernel.Core.Drivers.Supervision;
using Microkernel.Core.Drivers.Swapping;
using Microkernel.Core.Events;
using Microkernel.Core.Fencing;
using Microkernel.Core.Heartbeat;
using Microkernel.Core.Membership;
using Microkernel.Core.Metrics;
using Microkernel.Core.Overview;
using Microkernel.Core.Resources;
using Microkernel.Core.State;
using Microkernel.Core.Transitions;
using Microkernel.Store;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Microkernel.Core.Hosting;

/// <summary>Puts the core together and runs it until it is told to stop.</summary>
internal static class CoreHost
{
    /// <summary>An apply of 20000 objects, and a transaction of the store that writes them.</summary>
    private const int RequestBytesMax = 16 * 1024 * 1024;

    private static readonly TimeSpan EndTimeout = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Runs the core; answers the exit code: 0 after an orderly stop, 1 when the log or the disk failed; and the
    /// program
    /// that shall go on in its place, where there is one.
    /// </summary>
    public static async Task<(int ExitCode, string? Successor)> RunAsync(CoreOptions options, CancellationToken ct)
    {
        Directory.CreateDirectory(options.DataDirectory);
        var time = TimeProvider.System;
        using var loggers = LoggerFactory.Create(logging => ConfigureLogging(logging, options));
        var stateMachine = new StoreStateMachine(time);
        var transport = new GrpcRaftTransport(new GrpcRaftTransportOptions(), time, loggers);
        var contacts = new ContactTransport(transport, time);
        await using var raft = await RaftMember.StartAsync(
            RaftStart.Options(options), stateMachine, contacts, time, loggers, ct);

        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        ConfigureLogging(builder.Logging, options);
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(kestrel => Listen(kestrel, options));
        // Streams to peers and clients never end by themselves, and the node must not be without a core for their sake.
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = EndTimeout);
        builder.Services.AddRoutingCore();
        builder.Services.AddGrpc(grpc => grpc.MaxReceiveMessageSize = RequestBytesMax);
        builder.Services.AddSingleton(raft).AddSingleton(transport).AddSingleton(contacts).AddSingleton(stateMachine);
        builder.Services.AddMicrokernelStore(_ => raft, store =>
        {
            store.ClusterName = options.Cluster;
            store.RequestSizeBytesMax = RequestBytesMax;
            store.TransactionOperationsMax = 100_000;
        });
        AddServices(builder.Services, options, NodeIdentityFactory.Create(options));

        await using var app = builder.Build();
        Map(app);
        await app.StartAsync(ct);
        RestrictSocket(options.Socket);
        await Task.WhenAny(app.WaitForShutdownAsync(ct), raft.Completion);
        if (!raft.Completion.IsFaulted) return (0, await EndAsync(app));
        await Console.Error.WriteLineAsync($"microkerneld: {raft.Completion.Exception.GetBaseException().Message}");
        return (1, null);
    }

    private static async Task<string?> EndAsync(WebApplication app)
    {
        await app.StopAsync();
        return app.Services.GetRequiredService<CoreUpgrade>().Successor;
    }

    private static void ConfigureLogging(ILoggingBuilder logging, CoreOptions options)
    {
        logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ ";
        });
        logging.SetMinimumLevel(options.LogLevel);
        logging.AddFilter("Microsoft", LogLevel.Warning);
        logging.AddFilter("Grpc", LogLevel.Error);
    }

    private static void Map(WebApplication app)
    {
        app.MapGrpcService<RaftTransportService>();
        app.MapGrpcService<NodeServiceImpl>();
        app.MapGrpcService<ObjectServiceImpl>();
        app.MapGrpcService<ClusterServiceImpl>();
        app.MapGrpcService<OperationServiceImpl>();
        app.MapGrpcService<EventServiceImpl>();
        app.MapGrpcService<NodeDriverServiceImpl>();
        app.MapEtcdApi();
        app.MapGet("/metrics", async (
            PrometheusExporter exporter, DriverMetricsReader drivers, CoreMetrics _, CancellationToken ct) =>
            Results.Text(exporter.Write() + await drivers.ReadAsync(ct), "text/plain; version=0.0.4"));
    }

    private static void Listen(KestrelServerOptions kestrel, CoreOptions options)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(options.Socket)!);
        // Kestrel does not bind over the socket that a killed core left behind.
        File.Delete(options.Socket);
        kestrel.Listen(options.Listen, endPoint => endPoint.Protocols = HttpProtocols.Http2);
        kestrel.ListenUnixSocket(options.Socket, endPoint => endPoint.Protocols = HttpProtocols.Http2);
        kestrel.Listen(options.MetricsListen, endPoint => endPoint.Protocols = HttpProtocols.Http1);
        kestrel.Limits.MaxRequestBodySize = null;
        kestrel.Limits.MinRequestBodyDataRate = null;
    }

    /// <summary>Only the core's own user and group reach the administrator's socket.</summary>
    private static void RestrictSocket(string socket) => File.SetUnixFileMode(
        socket, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite);

    private static void AddServices(IServiceCollection services, CoreOptions options, NodeIdentity self)
    {
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(options);
        services.AddSingleton(self);
        services.AddSingleton(new DriverIdentity(self.Cluster, self.Node, self.CoreEpoch, self.Version));
        services.AddSingleton<IQuorum, RaftQuorum>();
        services.AddSingleton<StateWriter>();
        services.AddSingleton<PeerTable>();
        services.AddSingleton<Shooter>();
        services.AddSingleton<FencingCoordinator>();
        services.AddSingleton<NodeClients>();
        services.AddSingleton<TransitionBoard>();
        services.AddSingleton<TransitionExecutor>();
        services.AddSingleton<PlanReader>();
        services.AddSingleton<ResourceRunner>();
        services.AddSingleton<LocalNode>();
        services.AddSingleton<AgentChecker>();
        services.AddSingleton<ObjectWriter>();
        services.AddSingleton<StatusBuilder>();
        services.AddSingleton<PrometheusExporter>();
        services.AddSingleton<CoreMetrics>();
        services.AddSingleton(provider => new TermGuard(() => provider.GetRequiredService<IQuorum>().Term));
        AddHosted<DriverHost>(services, provider =>
            ActivatorUtilities.CreateInstance<DriverHost>(provider, options.DriverDirectory));
        AddHosted<ClusterTracker>(services);
        AddHosted<EventRecorder>(services);
        AddHosted<EventTrimmer>(services);
        AddHosted<LocalResources>(services);
        AddHosted<NodeReporter>(services);
        AddHosted<HeartbeatConfigurator>(services);
        AddHosted<RecurringMonitors>(services);
        AddHosted<FailureCleaner>(services);
        AddHosted<QuorumGuard>(services);
        AddHosted<DeviceMonitor>(services);
        AddHosted<LeaderController>(services);
        AddDriverCare(services, options);
    }

    private static void AddDriverCare(IServiceCollection services, CoreOptions options)
    {
        services.AddSingleton<DriverMetrics>();
        services.AddSingleton(provider => new ControlGroups(provider.GetRequiredService<ILogger<ControlGroups>>()));
        services.AddSingleton<DriverLauncher>();
        services.AddSingleton<DriverMetricsReader>();
        services.AddSingleton<DriverDetails>();
        services.AddSingleton<SwapTargets>();
        services.AddSingleton<NodeCalls>();
        services.AddSingleton<CoreUpgrade>();
        services.AddSingleton<IResourceInventory, ResourceInventory>();
        services.AddSingleton<IHeartbeatHandover>(provider => provider.GetRequiredService<HeartbeatConfigurator>());
        services.AddSingleton(new SwapPolicy(options.SwapsDriversByItself));
        services.AddSingleton<DriverSwapper>();
        services.AddSingleton<SupervisedDriverFactory>();
        services.AddSingleton(new SupervisorOptions(options.DriverManifests, SupervisorOptions.LookIntervalDefault));
        AddHosted<DriverEventReporter>(services);
        AddHosted<DriverSupervisor>(services);
    }

    private static void AddHosted<T>(IServiceCollection services, Func<IServiceProvider, T>? create = null)
        where T : class, IHostedService
    {
        if (create is null) services.AddSingleton<T>();
        else services.AddSingleton(create);
        services.AddHostedService(provider => provider.GetRequiredService<T>());
    }
}
