using Google.Protobuf.WellKnownTypes;
using Microkernel.Core.Drivers;
using Microkernel.Core.Heartbeat;
using Microkernel.Core.State;
using Microkernel.Node.V1;

namespace Microkernel.Core.Membership;

/// <summary>Keeps this node's report in the store: which incarnation of the core acts, and which drivers it has.</summary>
internal sealed partial class NodeReporter : BackgroundService
{
    private static readonly TimeSpan RetryInterval = TimeSpan.FromMilliseconds(200);

    private readonly DriverHost _drivers;
    private readonly HeartbeatConfigurator _heartbeat;
    private readonly ClusterTracker _tracker;
    private readonly Departure _departure;
    private readonly StateWriter _writer;
    private readonly NodeIdentity _self;
    private readonly TimeProvider _time;
    private readonly ILogger<NodeReporter> _logger;
    private readonly Signal _signal = new();

    public NodeReporter(
        DriverHost drivers, HeartbeatConfigurator heartbeat, ClusterTracker tracker, Departure departure,
        StateWriter writer, NodeIdentity self, TimeProvider time, ILogger<NodeReporter> logger)
    {
        (_heartbeat, _tracker, _departure) = (heartbeat, tracker, departure);
        (_drivers, _writer, _self, _time, _logger) = (drivers, writer, self, time, logger);
        _drivers.Changed += _signal.Set;
        _heartbeat.ReportChanged += _signal.Set;
        _departure.Changed += _signal.Set;
        // Without a heartbeat driver, the keys that the node would use are those of the store.
        _tracker.Changed += _signal.Set;
    }

    /// <summary>What this node says of itself now.</summary>
    public NodeReport Build()
    {
        var report = new NodeReport
        {
            Incarnation = _self.Incarnation,
            CoreEpoch = _self.CoreEpoch,
            Version = _self.Version,
            BootId = _self.BootId,
            Left = _departure.HasLeft,
            HeartbeatKeys = { _heartbeat.KeyIds },
            HeartbeatProblems = { _heartbeat.DriverProblems },
        };
        foreach (var driver in _drivers.Drivers)
        {
            var handshake = driver.Handshake;
            report.Drivers.Add(new DriverReport
            {
                Name = driver.Name,
                Version = handshake?.Version ?? "",
                InstanceId = handshake?.InstanceId ?? "",
                State = (int)driver.State,
                Reason = driver.Reason,
                Since = driver.Since.ToTimestamp(),
                Pid = handshake?.Pid ?? 0,
                Generation = driver.Generation,
                AgentClasses = { driver.State == Microkernel.V1.DriverState.Active ? handshake!.AgentClasses : [] },
                Capabilities = { handshake?.Capabilities.Select(capability => (int)capability) ?? [] },
            });
        }
        return report;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        NodeReport? written = null;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var report = Build();
                if (!report.Equals(written))
                {
                    await _writer.PutAsync(StateKeys.Report(_self.Node), report, stoppingToken);
                    written = report;
                }
                await _signal.WaitAsync(Timeout.InfiniteTimeSpan, _time, stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                LogUnwritten(_logger, e.Message);
                await Task.Delay(RetryInterval, _time, stoppingToken)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException)
            {
                break;
            }
        }
    }
}
