using Microkernel.Driver.V1;
using DriverState = Microkernel.V1.DriverState;

namespace Microkernel.Core.Drivers;

/// <summary>
/// Attaches and detaches drivers as their sockets come and go, and keeps one active instance of each by name.
/// Losing a driver loses nothing that it manages.
/// </summary>
internal sealed partial class DriverHost : BackgroundService, IDriverObserver
{
    private readonly string _directory;
    private readonly DriverIdentity _core;
    private readonly TimeProvider _time;
    private readonly ILogger<DriverHost> _logger;
    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _activation = new(1, 1);
    private readonly Dictionary<string, DriverConnection> _drivers = [];
    private ulong _lastGeneration;

    public DriverHost(string directory, DriverIdentity core, TimeProvider time, ILogger<DriverHost> logger)
    {
        _directory = directory;
        _core = core;
        _time = time;
        _logger = logger;
        // Above any generation that an earlier core of this node gave: the epoch is in the upper half.
        _lastGeneration = core.CoreEpoch << 32;
    }

    /// <summary>Something about the set of drivers changed.</summary>
    public event Action? Changed;

    /// <summary>A driver became active; what the core told an earlier one it must tell this one.</summary>
    public event Action<DriverConnection>? Activated;

    /// <summary>The active instance of a driver says that something changed.</summary>
    public event Action<DriverConnection, WatchStateResponse>? StateReceived;

    /// <summary>All drivers that are attached or were and whose socket remains, by name.</summary>
    public IReadOnlyList<DriverConnection> Drivers
    {
        get
        {
            lock (_lock)
                return [.. _drivers.Values.OrderBy(driver => driver.Name).ThenBy(driver => driver.SocketPath)];
        }
    }

    /// <summary>The active driver with a capability; null when there is none.</summary>
    public DriverConnection? Active(Capability capability) =>
        Drivers.FirstOrDefault(driver => driver.State == DriverState.Active && driver.Has(capability));

    /// <summary>The active driver that runs an agent; null when there is none.</summary>
    public DriverConnection? ActiveFor(string agent)
    {
        var colon = agent.IndexOf(':', StringComparison.Ordinal);
        var agentClass = colon < 0 ? agent : agent[..colon];
        return Drivers.FirstOrDefault(driver => driver.State == DriverState.Active &&
            driver.Has(Capability.Resources) && driver.Handshake!.AgentClasses.Contains(agentClass));
    }

    async Task IDriverObserver.OnGreetedAsync(DriverConnection driver, CancellationToken ct)
    {
        await _activation.WaitAsync(ct);
        try
        {
            var rival = Drivers.FirstOrDefault(other =>
                other != driver && other.Name == driver.Name && other.State == DriverState.Active);
            await driver.ActivateAsync(
                ++_lastGeneration, rival is null ? Activation.Active : Activation.Observer, ct);
        }
        finally
        {
            _activation.Release();
        }
        if (driver.State == DriverState.Active) Activated?.Invoke(driver);
    }

    void IDriverObserver.OnState(DriverConnection driver, WatchStateResponse message)
    {
        if (driver.State == DriverState.Active) StateReceived?.Invoke(driver, message);
    }

    void IDriverObserver.OnChanged(DriverConnection driver)
    {
        Changed?.Invoke();
        if (driver.State == DriverState.Unreachable) _ = PromoteSuccessorAsync(driver);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var sockets in DriverDirectory.WatchAsync(_directory, _time, stoppingToken))
                await ReconcileAsync(sockets);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The core stops; drivers and resources go on.
        }
        foreach (var driver in Drivers) await driver.DisposeAsync();
    }

    /// <summary>Dials what is new and lets go of unreachable drivers whose socket is gone and that have a successor.</summary>
    private async Task ReconcileAsync(IReadOnlySet<string> sockets)
    {
        List<DriverConnection> gone;
        var changed = false;
        lock (_lock)
        {
            foreach (var socket in sockets.Where(socket => !_drivers.ContainsKey(socket)))
            {
                _drivers[socket] = new DriverConnection(socket, _core, this, _time, _logger);
                changed = true;
            }
            gone = [.. _drivers.Values.Where(driver => driver.State is not DriverState.Active and not DriverState.Observer &&
                (driver.IsAbandoned || !sockets.Contains(driver.SocketPath)) &&
                _drivers.Values.Any(other => other.Name == driver.Name && other.State == DriverState.Active))];
            foreach (var driver in gone) _drivers.Remove(driver.SocketPath);
        }
        foreach (var driver in gone)
        {
            LogForgotten(_logger, driver.Name, driver.SocketPath);
            if (driver.IsAbandoned) File.Delete(driver.SocketPath);
            await driver.DisposeAsync();
        }
        if (changed || gone.Count > 0) Changed?.Invoke();
    }

    private async Task PromoteSuccessorAsync(DriverConnection lost)
    {
        try
        {
            await _activation.WaitAsync();
            DriverConnection? successor;
            try
            {
                if (Drivers.Any(other => other.Name == lost.Name && other.State == DriverState.Active)) return;
                successor = Drivers.FirstOrDefault(other => other.Name == lost.Name && other.State == DriverState.Observer);
                if (successor is null) return;
                await successor.ActivateAsync(++_lastGeneration, Activation.Active, CancellationToken.None);
            }
            finally
            {
                _activation.Release();
            }
            Activated?.Invoke(successor);
        }
        catch (Grpc.Core.RpcException e)
        {
            LogPromotionFailed(_logger, lost.Name, e.Status.Detail);
        }
    }
}
