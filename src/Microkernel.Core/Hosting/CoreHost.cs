using Microkernel.Core.Api;
using Microkernel.Core.Audit;
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
using Microkernel.Core.Security;
using Microkernel.Core.SelfFencing;
using Microkernel.Core.State;
using Microkernel.Core.Transitions;
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
    public const int RequestBytesMax = 16 * 1024 * 1024;

    /// <summary>Each costs memory: beyond this the core would be the one that gives in.</summary>
    private const int ConnectionsMax = 10_000;

    private static readonly TimeSpan EndTimeout = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Runs the core; answers the exit code: 0 after an orderly stop, 1 when the log or the disk failed; and the
    /// program that shall go on in its place, where there is one.
    /// </summary>
    public static async Task<(int ExitCode, string? Successor)> RunAsync(CoreOptions options, CancellationToken ct)
    {
        Directory.CreateDirectory(options.DataDirectory);
        var time = TimeProvider.System;
        using var loggers = LoggerFactory.Create(logging => ConfigureLogging(logging, options));
        using var security = CoreSecurity.Load(options, loggers);
        await using var store = await CoreStore.StartAsync(options, security, time, loggers, ct);
        var members = new MemberDirectory(store.Members, options);
        security.Know(members);

        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        ConfigureLogging(builder.Logging, options);
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(kestrel => Listen(kestrel, options, new ApiListener(
            security.Tls, security.Incoming, () => kestrel.ApplicationServices.GetRequiredService<SecurityMetrics>())));
        // Streams to peers and clients never end by themselves, and the node must not be without a core for their sake.
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = EndTimeout);
        builder.Services.AddRoutingCore();
        AddGrpc(builder.Services);
        builder.Services.AddSingleton(members);
        AddSecurity(builder.Services, security);
        builder.Services.AddSingleton(store.Members);
        store.AddTo(builder.Services);
        AddServices(builder.Services, options, NodeIdentityFactory.Create(options));

        await using var app = builder.Build();
        Map(app);
        store.Map(app);
        await app.StartAsync(ct);
        SocketAccess.Restrict(options.Socket, options.SocketGroup);
        await Task.WhenAny(app.WaitForShutdownAsync(ct), store.Completion);
        if (!store.Completion.IsFaulted) return (0, await EndAsync(app));
        await Console.Error.WriteLineAsync($"microkerneld: {store.Completion.Exception.GetBaseException().Message}");
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
        // What is counted before the first scrape counts too.
        app.Services.GetRequiredService<PrometheusExporter>();
        var gate = app.Services.GetRequiredService<Gatekeeper>();
        app.Use(next => context => gate.PassAsync(context, next));
        app.MapGrpcService<NodeServiceImpl>();
        app.MapGrpcService<ObjectServiceImpl>();
        app.MapGrpcService<ClusterServiceImpl>();
        app.MapGrpcService<OperationServiceImpl>();
        app.MapGrpcService<EventServiceImpl>();
        app.MapGrpcService<FencingServiceImpl>();
        app.MapGrpcService<IdentityServiceImpl>();
        app.MapGrpcService<AuditServiceImpl>();
        app.MapGrpcService<TrustServiceImpl>();
        app.MapGrpcService<NodeDriverServiceImpl>();
        app.MapGet("/metrics", async (
            PrometheusExporter exporter, DriverMetricsReader drivers, CoreMetrics _, CancellationToken ct) =>
            Results.Text(exporter.Write() + await drivers.ReadAsync(ct), "text/plain; version=0.0.4"));
    }

    private static void Listen(KestrelServerOptions kestrel, CoreOptions options, ApiListener api)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(options.Socket)!);
        // Kestrel does not bind over the socket that a killed core left behind.
        File.Delete(options.Socket);
        api.ListenNetwork(kestrel, options.Listen);
        api.ListenLocal(kestrel, options.Socket);
        kestrel.Listen(options.MetricsListen, endPoint => endPoint.Protocols = HttpProtocols.Http1);
        kestrel.Limits.MaxRequestBodySize = null;
        kestrel.Limits.MinRequestBodyDataRate = null;
        kestrel.Limits.MaxConcurrentConnections = ConnectionsMax;
    }

    private static void AddGrpc(IServiceCollection services)
    {
        services.AddGrpc(grpc => grpc.MaxReceiveMessageSize = RequestBytesMax);
        services.AddSingleton<AuditTrail>().AddSingleton<AuditInterceptor>();
        services.AddGrpc().AddServiceOptions<ObjectServiceImpl>(service => service.Interceptors.Add<AuditInterceptor>())
            .AddServiceOptions<OperationServiceImpl>(service => service.Interceptors.Add<AuditInterceptor>())
            .AddServiceOptions<IdentityServiceImpl>(service => service.Interceptors.Add<AuditInterceptor>());
    }

    private static void AddSecurity(IServiceCollection services, CoreSecurity security)
    {
        services.AddSingleton(security.Keys).AddSingleton(security.Incoming).AddSingleton(security.Dialer);
        services.AddSingleton<SecretVault>();
        services.AddSingleton<SecurityMetrics>();
        services.AddSingleton<Gatekeeper>();
        services.AddSingleton<AuthorityKeeper>();
        services.AddSingleton<TokenDesk>();
        services.AddSingleton<CertificateDesk>();
        services.AddSingleton<Admission>();
        services.AddSingleton<NodeRemoval>();
        services.AddSingleton<DataKeyHolder>();
        services.AddSingleton<DataKeyRotation>();
        AddHosted<SecurityUpkeep>(services);
        if (security.Tls is null) return;
        services.AddSingleton(security.Tls);
        services.AddSingleton<OwnCertificate>();
        AddHosted<TrustFollower>(services);
    }

    private static void AddServices(IServiceCollection services, CoreOptions options, NodeIdentity self)
    {
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(options);
        services.AddSingleton(self);
        services.AddSingleton(new DriverIdentity(self.Cluster, self.Node, self.CoreEpoch, self.Version));
        services.AddSingleton<StateWriter>();
        services.AddSingleton<PeerTable>();
        services.AddSingleton<Shooter>();
        services.AddSingleton<WatchdogFence>();
        services.AddSingleton<DeviceUse>();
        services.AddSingleton<FencingLevels>();
        services.AddSingleton<PendingShots>();
        services.AddSingleton<FencingHistory>();
        services.AddSingleton<FencingCoordinator>();
        services.AddSingleton<Unfenced>();
        services.AddSingleton<Unfencer>();
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
        services.AddSingleton(new SelfFenceNote(Path.Combine(options.DataDirectory, "self-fencing"), TimeProvider.System));
        services.AddSingleton<Func<IWatchdogDevice>>(() => LinuxWatchdog.Open(options.Watchdog, options.WatchdogTimeout));
        AddHosted<HeartbeatConfigurator>(services);
        AddHosted<Departure>(services);
        AddHosted<RecordKeeper>(services);
        AddHosted<GrantKeeper>(services);
        AddReportSources(services);
        AddHosted<RecurringMonitors>(services);
        AddHosted<FailureCleaner>(services);
        AddHosted<QuorumGuard>(services);
        AddHosted<DeviceMonitor>(services);
        AddHosted<LeaderController>(services);
        AddDriverCare(services, options);
        // These stop first to last from here: the report must be able to say that the watchdog is gone.
        AddHosted<NodeReporter>(services);
        AddHosted<WatchdogFeeder>(services);
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

    /// <summary>What puts its part into this node's report.</summary>
    private static void AddReportSources(IServiceCollection services)
    {
        services.AddSingleton<IReportSource, DriverReports>();
        services.AddSingleton<IReportSource>(provider => provider.GetRequiredService<HeartbeatConfigurator>());
        services.AddSingleton<IReportSource>(provider => provider.GetRequiredService<Departure>());
        services.AddSingleton<IReportSource>(provider => provider.GetRequiredService<WatchdogFeeder>());
        services.AddSingleton<IReportSource>(provider => provider.GetRequiredService<Unfenced>());
    }

    public static void AddHosted<T>(IServiceCollection services, Func<IServiceProvider, T>? create = null)
        where T : class, IHostedService
    {
        if (create is null) services.AddSingleton<T>();
        else services.AddSingleton(create);
        services.AddHostedService(provider => provider.GetRequiredService<T>());
    }
}
