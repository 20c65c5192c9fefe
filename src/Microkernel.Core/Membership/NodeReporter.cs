using Microkernel.Core.State;
using Microkernel.Node.V1;

namespace Microkernel.Core.Membership;

/// <summary>Keeps this node's report in the store: which incarnation of the core acts, and which drivers it has.</summary>
internal sealed partial class NodeReporter : BackgroundService
{
    private static readonly TimeSpan RetryInterval = TimeSpan.FromMilliseconds(200);

    private readonly IReportSource[] _sources;
    private readonly StateWriter _writer;
    private readonly NodeIdentity _self;
    private readonly TimeProvider _time;
    private readonly ILogger<NodeReporter> _logger;
    private readonly Signal _signal = new();

    public NodeReporter(
        IEnumerable<IReportSource> sources, StateWriter writer, NodeIdentity self, TimeProvider time,
        ILogger<NodeReporter> logger)
    {
        _sources = [.. sources];
        (_writer, _self, _time, _logger) = (writer, self, time, logger);
        foreach (var source in _sources) source.Changed += _signal.Set;
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
        };
        foreach (var source in _sources) source.AddTo(report);
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
