using System.Threading.Channels;
using Microkernel.Driver.V1;

namespace Microkernel.Driver;

/// <summary>What one open stream has still to send.</summary>
internal sealed class StateSubscription : IDisposable
{
    private readonly StateHub _hub;
    private readonly Channel<WatchStateResponse> _queue;

    public StateSubscription(StateHub hub, int capacity)
    {
        _hub = hub;
        _queue = Channel.CreateBounded<WatchStateResponse>(
            new BoundedChannelOptions(capacity) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });
    }

    public ChannelReader<WatchStateResponse> Reader => _queue.Reader;

    /// <summary>
    /// Queues a message; false ends the stream, as a reader that misses one must take a new snapshot.
    /// </summary>
    public bool TryWrite(WatchStateResponse message)
    {
        if (_queue.Writer.TryWrite(message))
            return true;
        _queue.Writer.TryComplete(new StateQueueFullException());
        return false;
    }

    public void Dispose() => _hub.Remove(this);
}
