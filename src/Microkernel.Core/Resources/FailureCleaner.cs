using Microkernel.Core.State;
using Microkernel.Node.V1;

namespace Microkernel.Core.Resources;

/// <summary>Forgets failures on this node when an operator asks; what failed is looked at anew.</summary>
internal sealed partial class FailureCleaner : BackgroundService
{
    private static readonly TimeSpan RetryInterval = TimeSpan.FromMilliseconds(500);

    private readonly ClusterTracker _tracker;
    private readonly LocalResources _local;
    private readonly StateWriter _writer;
    private readonly NodeIdentity _self;
    private readonly TimeProvider _time;
    private readonly ILogger<FailureCleaner> _logger;
    private readonly Signal _signal = new();

    public FailureCleaner(
        ClusterTracker tracker, LocalResources local, StateWriter writer, NodeIdentity self, TimeProvider time,
        ILogger<FailureCleaner> logger)
    {
        (_tracker, _local, _writer, _self, _time, _logger) = (tracker, local, writer, self, time, logger);
        _tracker.Changed += _signal.Set;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                foreach (var at in _tracker.Current.Cleanups.Keys.Where(at => at.Node == _self.Node))
                    await CleanAsync(at, stoppingToken);
                await _signal.WaitAsync(Timeout.InfiniteTimeSpan, _time, stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                LogWaits(_logger, e.Message);
                await Task.Delay(RetryInterval, _time, stoppingToken)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException)
            {
                break;
            }
        }
    }

    private async Task CleanAsync(ResourceOnNode at, CancellationToken ct)
    {
        if (_local.Find(at.Resource) is { Failures: > 0 } record)
        {
            var clean = record.Clone();
            (clean.Failures, clean.LastFailure) = (0, null);
            // Where it failed, what it does now is not known: the leader has it probed.
            if (clean.State is RecordedState.Failed or RecordedState.StopFailed)
                clean.State = RecordedState.Unspecified;
            _local.Set(at.Resource, clean);
            await _local.FlushAsync(at.Resource, ct);
        }
        await _writer.TryAsync([], [StateWriter.Delete(StateKeys.Cleanup(at.Node, at.Resource))], ct);
    }
}
