using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microkernel.Core.Drivers;
using Microkernel.Core.Drivers.Swapping;
using Microkernel.Core.Membership;
using Microkernel.Core.State;
using Microkernel.Driver.V1;
using Object = Microkernel.V1.Object;

namespace Microkernel.Core.Heartbeat;

/// <summary>
/// Keeps the active heartbeat driver configured as the Ring objects say, and feeds what it hears into the
/// <see cref="PeerTable"/>.
/// </summary>
internal sealed partial class HeartbeatConfigurator : BackgroundService, IHeartbeatHandover
{
    /// <summary>
    /// Longest that a new instance may take to hear the peers. The old one is deaf meanwhile, as the kernel gives
    /// datagrams to the socket that was bound last: a peer that dies just then is noticed that much later.
    /// </summary>
    private static readonly TimeSpan HandoverMin = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(1);

    private readonly DriverHost _drivers;
    private readonly ClusterTracker _tracker;
    private readonly PeerTable _peers;
    private readonly DriverIdentity _core;
    private readonly TimeProvider _time;
    private readonly ILogger<HeartbeatConfigurator> _logger;
    private readonly Signal _signal = new();
    private readonly SemaphoreSlim _configuring = new(1, 1);
    private DriverConnection? _listeningTo;
    private ulong _version;
    private (string Instance, ulong Generation, ConfigureRequest Request)? _configured;

    public HeartbeatConfigurator(
        DriverHost drivers, ClusterTracker tracker, PeerTable peers, DriverIdentity core, TimeProvider time,
        ILogger<HeartbeatConfigurator> logger)
    {
        (_drivers, _tracker, _peers, _core, _time, _logger) = (drivers, tracker, peers, core, time, logger);
        // The driver may outlive this core and refuses lower versions: start above those of earlier cores.
        _version = core.CoreEpoch << 32;
        _drivers.Changed += _signal.Set;
        _tracker.Changed += _signal.Set;
        _drivers.StateReceived += OnState;
    }

    /// <summary>What does not work, ring by ring, as the driver said when it was configured.</summary>
    public IReadOnlyList<RingProblem> Problems { get; private set; } = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await _configuring.WaitAsync(stoppingToken);
                try
                {
                    await ReconcileAsync(stoppingToken);
                }
                finally
                {
                    _configuring.Release();
                }
                await _signal.WaitAsync(Timeout.InfiniteTimeSpan, _time, stoppingToken);
            }
            catch (RpcException e)
            {
                LogFailed(_logger, e.Status.StatusCode, e.Status.Detail);
                await Task.Delay(RetryInterval, _time, stoppingToken)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
        }
    }

    private async Task ReconcileAsync(CancellationToken ct)
    {
        var driver = _drivers.Active(Capability.Heartbeat);
        if (driver is null)
        {
            (_configured, _listeningTo) = (null, null);
            _peers.StopListening();
            return;
        }
        // A swap hands the rings over in its own way, in which what is known of the peers stays.
        if (_listeningTo is not null && _listeningTo != driver && _drivers.IsSwapping(driver.Name)) return;
        var request = Build(_tracker.Current);
        if (request is null) return;
        var instance = driver.Handshake!.InstanceId;
        if (_configured is { } done && done.Instance == instance && done.Generation == driver.Generation &&
            done.Request.Equals(request))
            return;

        var sameDriver = _configured is { } before && before.Instance == instance;
        _listeningTo = driver;
        await ConfigureAsync(driver, request, ct);
        if (request.Rings.Count == 0) _peers.StopListening();
        else if (!sameDriver || _peers.ListeningSince is null) _peers.StartListening();
    }

    private async Task ConfigureAsync(DriverConnection driver, ConfigureRequest request, CancellationToken ct)
    {
        var sent = request.Clone();
        sent.Version = ++_version;
        sent.DriverGeneration = driver.Generation;
        var response = await driver.Heartbeat.ConfigureAsync(
            sent, deadline: DateTime.UtcNow + TimeSpan.FromSeconds(5), cancellationToken: ct);
        Problems = [.. response.Problems];
        foreach (var problem in Problems) LogRingProblem(_logger, problem.Ring, problem.Message);
        var instance = driver.Handshake!.InstanceId;
        _configured = (instance, driver.Generation, request);
        LogConfigured(_logger, request.Rings.Count, instance);
    }

    /// <summary>The configuration that the objects ask for; null while there is no key yet.</summary>
    private ConfigureRequest? Build(ClusterSnapshot snapshot)
    {
        if (snapshot.HeartbeatKey is not { } key) return null;
        var request = new ConfigureRequest
        {
            Cluster = _core.Cluster,
            Node = _core.Node,
            CoreEpoch = _core.CoreEpoch,
            Interval = Duration.FromTimeSpan(snapshot.Cluster.HeartbeatInterval),
            Timeout = Duration.FromTimeSpan(snapshot.Cluster.HeartbeatTimeout),
            Keys = { new HeartbeatKey { Id = key.Id, Secret = key.Secret } },
        };
        foreach (var ring in snapshot.OfKind(Object.SpecOneofCase.Ring))
        {
            var own = ring.Ring.Addresses.FirstOrDefault(address => address.Node == _core.Node);
            if (own is null) continue;
            request.Rings.Add(new RingConfiguration
            {
                Name = ring.Metadata.Name,
                Port = ring.Ring.Port,
                LocalAddress = own.Address,
                Members =
                {
                    ring.Ring.Addresses.Where(address => address.Node != _core.Node)
                        .Select(address => new RingMember { Node = address.Node, Address = address.Address }),
                },
            });
        }
        return request;
    }

    private void OnState(DriverConnection driver, WatchStateResponse message)
    {
        // During a handover nobody is listened to: what the old instance does not hear any more, the new one may.
        if (driver != _listeningTo) return;
        switch (message.EventCase)
        {
            case WatchStateResponse.EventOneofCase.Snapshot:
                _peers.Update(message.Snapshot.Peers);
                break;
            case WatchStateResponse.EventOneofCase.Peer:
                _peers.Update([message.Peer]);
                break;
        }
    }
}
