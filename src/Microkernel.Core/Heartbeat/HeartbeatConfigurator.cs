using System.Security.Cryptography;
using Grpc.Core;
using Microkernel.Core.Drivers;
using Microkernel.Core.Drivers.Swapping;
using Microkernel.Core.Membership;
using Microkernel.Core.State;
using Microkernel.Driver.V1;
using Microkernel.Node.V1;

namespace Microkernel.Core.Heartbeat;

/// <summary>
/// Keeps the active heartbeat driver configured as the Ring objects say, and feeds what it hears into the
/// <see cref="PeerTable"/>.
/// </summary>
internal sealed partial class HeartbeatConfigurator : BackgroundService, IReportSource, IHeartbeatHandover
{
    /// <summary>
    /// Longest that a new instance may take to hear the peers. The old one is deaf meanwhile, as the kernel gives
    /// datagrams to the socket that was bound last: a peer that dies just then is noticed that much later.
    /// </summary>
    private static readonly TimeSpan HandoverMin = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(1);

    private readonly DriverHost _drivers;
    private readonly ClusterTracker _tracker;
    private readonly SecretVault _vault;
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
        DriverHost drivers, ClusterTracker tracker, SecretVault vault, PeerTable peers, DriverIdentity core,
        TimeProvider time,
        ILogger<HeartbeatConfigurator> logger)
    {
        (_drivers, _tracker, _vault, _peers) = (drivers, tracker, vault, peers);
        (_core, _time, _logger) = (core, time, logger);
        // The driver may outlive this core and refuses lower versions: start above those of earlier cores.
        _version = core.CoreEpoch << 32;
        _drivers.Changed += _signal.Set;
        _tracker.Changed += _signal.Set;
        // Without a heartbeat driver, the keys that the node would use are those of the store.
        _tracker.Changed += () => Changed?.Invoke();
        _drivers.StateReceived += OnState;
    }

    /// <summary>What this node tells of its heartbeats changed.</summary>
    public event Action? Changed;

    /// <summary>What is wrong now, each a sentence, as the driver says.</summary>
    private IReadOnlyList<string> DriverProblems { get; set; } = [];

    /// <summary>Ids of the keys that the driver has, the first seals; without a driver, that it would get.</summary>
    private IReadOnlyList<uint> KeyIds => _configured is { } done
        ? [.. done.Request.Keys.Select(key => key.Id)]
        : _tracker.Current.HeartbeatKey is { } keys ? [.. KeyRotation.InOrder(keys).Select(key => key.Id)] : [];

    public void AddTo(NodeReport report)
    {
        report.HeartbeatKeys.Add(KeyIds);
        report.HeartbeatProblems.Add(DriverProblems);
    }

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
            catch (CryptographicException e)
            {
                // The data key is on its way from another node.
                LogFailed(_logger, StatusCode.FailedPrecondition, e.Message);
                await Task.Delay(RetryInterval, _time, stoppingToken)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
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
            Hear(new Health());
            return;
        }
        // A swap hands the rings over in its own way, in which what is known of the peers stays.
        if (_listeningTo is not null && _listeningTo != driver && _drivers.IsSwapping(driver.Name)) return;
        var request = Build(_tracker.Current);
        if (request is null) return;
        await SayGoodbyeAsync(driver, ct);
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

    private ConfigureRequest? Build(ClusterSnapshot snapshot) =>
        HeartbeatRequest.Build(snapshot, _core, _vault.OpenHeartbeatKey);

    private async Task ConfigureAsync(DriverConnection driver, ConfigureRequest request, CancellationToken ct)
    {
        var sent = request.Clone();
        sent.Version = ++_version;
        sent.DriverGeneration = driver.Generation;
        var response = await driver.Heartbeat.ConfigureAsync(
            sent, deadline: DateTime.UtcNow + TimeSpan.FromSeconds(5), cancellationToken: ct);
        foreach (var problem in response.Problems) LogRingProblem(_logger, problem.Ring, problem.Message);
        var instance = driver.Handshake!.InstanceId;
        _configured = (instance, driver.Generation, request);
        LogConfigured(_logger, request.Rings.Count, instance);
        Changed?.Invoke();
    }

    /// <summary>Has the driver tell the peers when this node has left, before its rings are taken away.</summary>
    private async Task SayGoodbyeAsync(DriverConnection driver, CancellationToken ct)
    {
        if (_configured is not { Request.Rings.Count: > 0 } ||
            !HeartbeatRequest.HasLeft(_tracker.Current, _core))
            return;
        await driver.Heartbeat.LeaveAsync(
            new LeaveRequest(), deadline: DateTime.UtcNow + TimeSpan.FromSeconds(5), cancellationToken: ct);
        LogGoodbye(_logger);
    }

    private void Hear(Health health)
    {
        DriverProblems = [.. health.Problems];
        Changed?.Invoke();
    }

    private void OnState(DriverConnection driver, WatchStateResponse message)
    {
        // During a handover nobody is listened to: what the old instance does not hear any more, the new one may.
        if (driver != _listeningTo) return;
        switch (message.EventCase)
        {
            case WatchStateResponse.EventOneofCase.Snapshot:
                _peers.Update(message.Snapshot.Peers);
                Hear(message.Snapshot.Health ?? new Health());
                break;
            case WatchStateResponse.EventOneofCase.Peer:
                _peers.Update([message.Peer]);
                break;
            case WatchStateResponse.EventOneofCase.Health:
                Hear(message.Health);
                break;
        }
    }
}
