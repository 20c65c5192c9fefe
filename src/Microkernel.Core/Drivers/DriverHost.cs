using System.Collections.Concurrent;
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
    private readonly ConcurrentDictionary<string, DriverQueue> _queues = new();
    private readonly ConcurrentDictionary<string, byte> _swapping = new();
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

    /// <summary>An instance was greeted while another one acts.</summary>
    public event Action<DriverConnection>? ObserverGreeted;

    /// <summary>An instance that acts says that something changed.</summary>
    public event Action<DriverConnection, WatchStateResponse>? StateReceived;

    /// <summary>Folder of the drivers' sockets.</summary>
    public string Folder => _directory;

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
    public DriverConnection? Active(Capability capability) => Newest(driver => driver.Has(capability));

    /// <summary>The active instance of a driver; null when there is none.</summary>
    public DriverConnection? Active(string name) => Newest(driver => driver.Name == name);

    /// <summary>The active driver that runs an agent; null when there is none.</summary>
    public DriverConnection? ActiveFor(string agent)
    {
        var colon = agent.IndexOf(':', StringComparison.Ordinal);
        var agentClass = colon < 0 ? agent : agent[..colon];
        return Newest(driver =>
            driver.Has(Capability.Resources) && driver.Handshake!.AgentClasses.Contains(agentClass));
    }

    /// <summary>What stands before the instances of a driver.</summary>
    public DriverQueue QueueOf(string name) => _queues.GetOrAdd(name, _ => new DriverQueue());

    /// <summary>Has the active instance of a driver for one call, when no swap holds it back.</summary>
    /// <param name="find">Finds the instance to call.</param>
    /// <param name="key">Resource or device: never at two instances at once.</param>
    /// <param name="ct">Ends the waiting.</param>
    /// <returns>Null when no driver fits.</returns>
    public async Task<DriverUse?> UseAsync(Func<DriverHost, DriverConnection?> find, string key, CancellationToken ct)
    {
        while (find(this) is { } driver)
        {
            var place = await QueueOf(driver.Name).EnterAsync(key, driver, ct);
            // While it waited another instance may have become the active one.
            if (find(this) == driver) return new DriverUse(driver, place);
            place.Dispose();
        }
        return null;
    }

    /// <summary>Gives an instance the right to act, or takes it, under a new generation.</summary>
    public async Task ActivateAsync(DriverConnection driver, Activation activation, CancellationToken ct)
    {
        await _activation.WaitAsync(ct);
        try
        {
            await driver.ActivateAsync(++_lastGeneration, activation, ct);
        }
        finally
        {
            _activation.Release();
        }
    }

    /// <summary>Keeps a driver's successors from being promoted while a swap decides; false when one is under
    /// way.</summary>
    public bool TryBeginSwap(string name) => _swapping.TryAdd(name, 0);

    /// <summary>Whether a swap of a driver is under way.</summary>
    public bool IsSwapping(string name) => _swapping.ContainsKey(name);

    /// <summary>The swap has ended: whatever became of it, some instance shall act.</summary>
    public async Task EndSwapAsync(string name)
    {
        _swapping.TryRemove(name, out _);
        await PromoteSuccessorAsync(name);
        Changed?.Invoke();
    }

    async Task IDriverObserver.OnGreetedAsync(DriverConnection driver, CancellationToken ct)
    {
        await _activation.WaitAsync(ct);
        try
        {
            await driver.ActivateAsync(
                ++_lastGeneration, MayAct(driver) ? Activation.Active : Activation.Observer, ct);
        }
        finally
        {
            _activation.Release();
        }
        if (driver.State == DriverState.Observer) ObserverGreeted?.Invoke(driver);
    }

    void IDriverObserver.OnState(DriverConnection driver, WatchStateResponse message)
    {
        if (driver.State == DriverState.Active) StateReceived?.Invoke(driver, message);
    }

    void IDriverObserver.OnChanged(DriverConnection driver)
    {
        Changed?.Invoke();
        if (driver.State is DriverState.Unreachable or DriverState.Refused) _ = PromoteSuccessorAsync(driver.Name);
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

    private DriverConnection? Newest(Func<DriverConnection, bool> fits) => Drivers
        .Where(driver => driver.State == DriverState.Active && fits(driver)).MaxBy(driver => driver.Generation);

    /// <summary>
    /// Whether a greeted instance shall act. A restarted core finds several: the one that acts already goes on, so one
    /// that does not lets those that were not greeted yet go first.
    /// </summary>
    private bool MayAct(DriverConnection driver)
    {
        var others = Drivers.Where(other => other != driver && other.Name == driver.Name).ToList();
        if (others.Any(other => other.State == DriverState.Active)) return false;
        return driver.Handshake!.Activation == Activation.Active ||
            others.All(other => other.Handshake is not null || other.IsAbandoned);
    }

    /// <summary>Dials what is new and lets go of unreachable drivers whose socket is gone and that have a
    /// successor.</summary>
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
            gone = [.. _drivers.Values.Where(driver =>
                driver.State is not DriverState.Active and not DriverState.Observer &&
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

    private async Task PromoteSuccessorAsync(string name)
    {
        try
        {
            await _activation.WaitAsync();
            try
            {
                if (_swapping.ContainsKey(name)) return;
                var instances = Drivers.Where(other => other.Name == name).ToList();
                if (instances.Any(other => other.State == DriverState.Active)) return;
                var successor = instances.Where(other => other.State == DriverState.Observer)
                    .MaxBy(other => other.Generation);
                if (successor is null) return;
                await successor.ActivateAsync(++_lastGeneration, Activation.Active, CancellationToken.None);
            }
            finally
            {
                _activation.Release();
            }
        }
        catch (Grpc.Core.RpcException e)
        {
            LogPromotionFailed(_logger, name, e.Status.Detail);
        }
    }
}
