using System.Globalization;
using System.Threading.Channels;
using Google.Protobuf.WellKnownTypes;
using Microkernel.Core.State;
using Microkernel.V1;

namespace Microkernel.Core.Events;

/// <summary>
/// Takes events without making anyone wait and writes them to the store in order. While the store takes nothing they
/// wait here, and beyond a bound the oldest are dropped and counted.
/// </summary>
internal sealed partial class EventRecorder : BackgroundService
{
    private const int QueueMax = 1000;
    private static readonly TimeSpan RetryInterval = TimeSpan.FromMilliseconds(500);

    private readonly StateWriter _writer;
    private readonly NodeIdentity _self;
    private readonly TimeProvider _time;
    private readonly ILogger<EventRecorder> _logger;
    private readonly Channel<Event> _queue;
    private long _lastKey;
    private long _dropped;

    public EventRecorder(StateWriter writer, NodeIdentity self, TimeProvider time, ILogger<EventRecorder> logger)
    {
        (_writer, _self, _time, _logger) = (writer, self, time, logger);
        _queue = Channel.CreateBounded<Event>(
            new BoundedChannelOptions(QueueMax) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true },
            _ => Interlocked.Increment(ref _dropped));
    }

    /// <summary>Events that found no place since the start.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Takes an event; its time and node are filled in.</summary>
    public void Record(Event happened)
    {
        happened.Time = _time.GetUtcNow().ToTimestamp();
        happened.Node = _self.Node;
        var level = LevelOf(happened.Severity);
        if (_logger.IsEnabled(level)) LogEvent(_logger, level, happened.Code, happened.Message);
        _queue.Writer.TryWrite(happened);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var happened in _queue.Reader.ReadAllAsync(stoppingToken))
                await WriteAsync(happened, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // What was not written is in the log.
        }
    }

    private async Task WriteAsync(Event happened, CancellationToken ct)
    {
        // Keys rise with time, and with each event of this core even when the clock stands or goes back.
        _lastKey = Math.Max(_lastKey + 1, happened.Time.ToDateTimeOffset().ToUnixTimeMilliseconds() * 1000);
        var key = StateKeys.Events + _lastKey.ToString("D18", CultureInfo.InvariantCulture) + "/" + _self.Node;
        while (!ct.IsCancellationRequested)
        {
            try
            {
                await _writer.PutAsync(key, happened, ct);
                return;
            }
            catch (Exception e) when (!ct.IsCancellationRequested)
            {
                LogUnwritten(_logger, happened.Code, e.Message);
                await Task.Delay(RetryInterval, _time, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private static LogLevel LevelOf(Severity severity) => severity switch
    {
        Severity.Critical => LogLevel.Error,
        Severity.Warning => LogLevel.Warning,
        _ => LogLevel.Information,
    };
}
