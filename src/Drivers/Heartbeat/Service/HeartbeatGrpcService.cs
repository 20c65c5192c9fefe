using Grpc.Core;
using Microkernel.Driver;
using Microkernel.Driver.V1;
using Microkernel.Drivers.Heartbeat.Configuration;
using Microkernel.Drivers.Heartbeat.Engine;
using Microkernel.Drivers.Heartbeat.Platform;
using Microkernel.Drivers.Heartbeat.Rings;

namespace Microkernel.Drivers.Heartbeat.Service;

/// <summary>Serves the rings to the core. Nothing is kept on disk: a restarted driver is configured anew.</summary>
internal sealed class HeartbeatGrpcService : HeartbeatService.HeartbeatServiceBase, IAsyncDisposable
{
    private readonly IDriverSession _session;
    private readonly HeartbeatMetrics _metrics = new();
    private readonly StatePublication _publication;
    private readonly EngineThread _engine;
    private readonly SemaphoreSlim _configuring = new(1, 1);
    private ulong _version;
    private HeartbeatConfiguration? _configuration;

    /// <summary>Starts the engine, idle until it is configured.</summary>
    public HeartbeatGrpcService(DriverSetup setup, PriorityOptions priority)
    {
        _session = setup.Session;
        _publication = new StatePublication(setup.State);
        var raising = new ProcessPriority(priority, setup.Loggers.CreateLogger<ProcessPriority>());
        raising.RaiseProcess();
        var engine = new HeartbeatEngine(
            new UdpRingNetwork(), setup.Time, _publication, _metrics, setup.Loggers.CreateLogger<HeartbeatEngine>());
        _engine = new EngineThread(
            engine, raising, () => setup.State.IsWatched, setup.Loggers.CreateLogger<EngineThread>());
        _session.Deactivated += FallSilent;
    }

    /// <inheritdoc/>
    public override async Task<ConfigureResponse> Configure(ConfigureRequest request, ServerCallContext context)
    {
        _session.RequireActive(request.DriverGeneration);
        var configuration = ConfigurationReader.Read(request);
        await _configuring.WaitAsync(context.CancellationToken);
        try
        {
            if (request.Version < _version)
                throw DriverErrors.Outdated($"version: {request.Version} is older than {_version}, which is in effect");
            var faults = await _engine.ApplyAsync(configuration);
            (_version, _configuration) = (request.Version, configuration);
            return new ConfigureResponse
            {
                Problems = { faults.Select(fault => new RingProblem { Ring = fault.Ring, Message = fault.Message }) },
            };
        }
        finally
        {
            _configuring.Release();
        }
    }

    /// <inheritdoc/>
    public override async Task<LeaveResponse> Leave(LeaveRequest request, ServerCallContext context)
    {
        if (!await _engine.LeaveAsync())
            throw DriverErrors.Precondition("no rings are configured: there is nobody to tell");
        return new LeaveResponse();
    }

    /// <summary>Another instance has the rings now: two would take each other's beats.</summary>
    private void FallSilent()
    {
        _configuring.Wait();
        try
        {
            if (_configuration is { Rings.Count: > 0 } configuration)
                _ = _engine.ApplyAsync(configuration with { Rings = [] }).GetAwaiter().GetResult();
            _configuration = null;
        }
        finally
        {
            _configuring.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _session.Deactivated -= FallSilent;
        _engine.Dispose();
        await _publication.DisposeAsync();
        _metrics.Dispose();
        _configuring.Dispose();
    }
}
