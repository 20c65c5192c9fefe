using System.CommandLine;
using System.Runtime.InteropServices;
using Microkernel.Driver.V1;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Microkernel.Driver;

/// <summary>Serves one instance of a driver on its socket.</summary>
public sealed partial class DriverHost : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly DriverHostOptions _options;
    private readonly DriverStopping _stopping = new();
    private readonly OperationGate _gate = new();
    private readonly ILogger _logger;
    private readonly string _name;
    private readonly IdleMemory? _idle;
    private bool _published;

    internal DriverHost(DriverHostBuilder builder, DriverHostOptions options, ParseResult arguments)
    {
        _options = options;
        _name = builder.Name;
        SocketPath = options.SocketPath(builder.Name);
        var web = DriverApplication.CreateBuilder(DriverSocket.TemporaryPath(SocketPath));
        var state = new StateHub(builder.Time);
        var session = new DriverSession();
        State = state;
        web.Services.AddSingleton(builder.Time);
        web.Services.AddSingleton(session);
        web.Services.AddSingleton(state);
        web.Services.AddSingleton<IStatePublisher>(state);
        web.Services.AddSingleton(_gate);
        web.Services.AddSingleton(_stopping);
        web.Services.AddSingleton(new HostMetrics(_gate));
        web.Services.AddSingleton<MetricCollector>();
        web.Services.AddSingleton<OperationRunner>();
        web.Services.AddSingleton(new DriverDescription(
            builder.Name, builder.Version, Guid.NewGuid().ToString("N"), builder.Capabilities));
        web.Services.AddSingleton<DriverGrpcService>();
        web.Services.AddSingleton<ResourceGrpcService>();
        web.Services.AddSingleton<FencingGrpcService>();
        var loggers = DriverApplication.CreateLoggers(options.LogLevel);
        web.Services.AddSingleton(loggers);
        _logger = loggers.CreateLogger<DriverHost>();
        var setup = new DriverSetup(arguments, state, session, loggers, builder.Time);
        var resources = new AgentCatalogue<IResourceAgent>([.. builder.ResourceClasses.Select(make => make(setup))]);
        var fencing = new AgentCatalogue<IFenceAgent>([.. builder.FenceClasses.Select(make => make(setup))]);
        web.Services.AddSingleton(resources);
        web.Services.AddSingleton(fencing);
        web.Services.AddSingleton(new AgentDirectory(resources, fencing));
        foreach (var add in builder.Services)
            add(web.Services, setup);
        _application = web.Build();
        // It listens from the start, not from the first question on.
        _application.Services.GetRequiredService<HostMetrics>();
        _application.Services.GetRequiredService<MetricCollector>();
        Map(builder);
        if (!builder.Capabilities.Contains(Capability.Heartbeat))
            _idle = new IdleMemory(_gate, builder.Time);
    }

    /// <summary>Path of the socket.</summary>
    public string SocketPath { get; }

    /// <summary>Takes what the driver sees change.</summary>
    public IStatePublisher State { get; }

    /// <summary>Starts to serve; when it returns, the socket is in its place and answers.</summary>
    /// <exception cref="IOException">
    /// The socket cannot be made, or a living process serves under the same name.
    /// </exception>
    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        DriverSocket.Prepare(SocketPath);
        await _application.StartAsync(cancellationToken);
        DriverSocket.Publish(SocketPath);
        _published = true;
        LogServing(_logger, _name, SocketPath);
    }

    /// <summary>Serves until SIGTERM, SIGINT or the token, then ends in order.</summary>
    public async Task RunAsync(CancellationToken cancellationToken = default)
    {
        var end = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Ask);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Ask);
        using var cancelled = cancellationToken.Register(() => end.TrySetResult("cancelled"));
        await StartAsync(cancellationToken);
        LogEnding(_logger, _name, await end.Task);
        await StopAsync();

        void Ask(PosixSignalContext signal)
        {
            signal.Cancel = true;
            end.TrySetResult(signal.Signal.ToString());
        }
    }

    /// <summary>Lets operations under way end within the drain timeout, then takes the socket away.</summary>
    public async Task StopAsync()
    {
        using var limit = new CancellationTokenSource(_options.DrainTimeout);
        try
        {
            await _gate.DrainAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            LogUndrained(_logger, _name, _gate.Count, _options.DrainTimeout.TotalSeconds);
        }
        if (_published)
            DriverSocket.Withdraw(SocketPath);
        _published = false;
        _stopping.Stop();
        await _application.StopAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_published)
            await StopAsync();
        _idle?.Dispose();
        await _application.DisposeAsync();
    }

    private void Map(DriverHostBuilder builder)
    {
        _application.MapGrpcService<DriverGrpcService>();
        if (builder.Capabilities.Contains(Capability.Resources))
            _application.MapGrpcService<ResourceGrpcService>();
        if (builder.Capabilities.Contains(Capability.Fencing))
            _application.MapGrpcService<FencingGrpcService>();
        foreach (var map in builder.Endpoints)
            map(_application);
    }
}
