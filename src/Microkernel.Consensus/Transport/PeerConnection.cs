using System.Threading.Channels;
using Grpc.Core;
using Microkernel.Raft.V1;
using Microsoft.Extensions.Logging;

namespace Microkernel.Consensus.Transport;

/// <summary>
/// Sends to one member over one of its addresses; turns to the next as soon as the present one breaks or falls silent.
/// </summary>
internal sealed partial class PeerConnection : IAsyncDisposable
{
    private const int BatchMessagesMax = 256;
    private const int BatchBytesMax = 1024 * 1024;
    private static readonly TimeSpan FirstRetryInterval = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan FlushTimeout = TimeSpan.FromMilliseconds(200);
    private readonly RaftPeer _peer;
    private readonly IRaftReceiver _receiver;
    private readonly GrpcRaftTransportOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Channel<Message> _queue;
    private readonly CancellationTokenSource _stopping = new();
    private readonly PeerAddresses _addresses;
    private readonly Task _running;
    private bool _isDraining;

    public PeerConnection(
        RaftPeer peer, IRaftReceiver receiver, GrpcRaftTransportOptions options, TimeProvider time, ILogger logger)
    {
        _peer = peer;
        _receiver = receiver;
        _options = options;
        _time = time;
        _logger = logger;
        _addresses = new PeerAddresses(peer.Addresses, options);
        _queue = Channel.CreateBounded<Message>(
            new BoundedChannelOptions(options.QueueLength)
            {
                SingleReader = true,
                FullMode = BoundedChannelFullMode.Wait,
            });
        _running = Task.Run(RunAsync);
    }

    private Hello Hello => new()
    {
        ClusterId = _receiver.ClusterId,
        From = _receiver.MemberId,
        To = _peer.Id,
        StorageId = _receiver.StorageId,
    };

    public void SetAddresses(IReadOnlyList<string> addresses) => _addresses.Replace(addresses);

    public void Send(Message message) => _queue.Writer.TryWrite(message);

    public async ValueTask DisposeAsync()
    {
        // The last messages, a leader's resignation among them, still go out if the member takes them.
        _isDraining = true;
        _queue.Writer.TryComplete();
        await _running.WaitAsync(FlushTimeout, _time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _stopping.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _addresses.Dispose();
        _stopping.Dispose();
    }

    private async Task RunAsync()
    {
        var failures = 0;
        while (!_stopping.IsCancellationRequested && !_isDraining)
        {
            var address = _addresses.Current;
            using var attempt = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
            var stream = new PeerStream(_addresses.Client(address), Hello, _options, _time, attempt);
            string reason;
            try
            {
                await stream.RunAsync(_queue.Reader, BatchMessagesMax, BatchBytesMax);
                return;
            }
            catch (RpcException exception)
            {
                reason = exception.Status.Detail.Length > 0 ? exception.Status.Detail : exception.StatusCode.ToString();
                if (exception.StatusCode == StatusCode.FailedPrecondition)
                {
                    _receiver.ReportRefused(_peer.Id, reason);
                }
            }
            catch (Exception exception) when (exception is OperationCanceledException or IOException
                or HttpRequestException or InvalidOperationException or ObjectDisposedException)
            {
                reason = exception.Message;
            }

            if (_stopping.IsCancellationRequested)
            {
                return;
            }

            failures = stream.WasConfirmed ? 1 : failures + 1;
            if (failures == 1)
            {
                LogLost(_logger, _peer.Id, address, reason);
            }

            _receiver.ReportUnreachable(_peer.Id);
            _addresses.Next(address);
            await PauseAsync(failures);
        }
    }

    /// <summary>
    /// Goes through all addresses without a pause; only then waits, and drops what is outdated by now.
    /// </summary>
    private async Task PauseAsync(int failures)
    {
        var rounds = failures / _addresses.Count;
        if (failures % _addresses.Count != 0 || rounds == 0)
        {
            return;
        }

        var pause = FirstRetryInterval * Math.Pow(2, Math.Min(rounds - 1, 10));
        await Task.Delay(pause < _options.RetryIntervalMax ? pause : _options.RetryIntervalMax, _time, _stopping.Token)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        while (_queue.Reader.TryRead(out _))
        {
        }
    }

    [LoggerMessage(20, LogLevel.Warning, "Connection to member {Id} at {Address} lost: {Reason}",
        EventName = "ConnectionLost")]
    private static partial void LogLost(ILogger logger, ulong id, string address, string reason);
}
