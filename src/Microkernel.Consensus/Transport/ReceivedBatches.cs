using System.Threading.Channels;

namespace Microkernel.Consensus.Transport;

/// <summary>Counts what arrived on a stream, and wakes whoever confirms it.</summary>
internal sealed class ReceivedBatches
{
    private readonly Channel<bool> _signal =
        Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    private ulong _count;

    public ulong Count => Volatile.Read(ref _count);

    public void Increment()
    {
        Interlocked.Increment(ref _count);
        _signal.Writer.TryWrite(true);
    }

    public ValueTask<bool> WaitAsync(CancellationToken cancellationToken) =>
        _signal.Reader.ReadAsync(cancellationToken);
}
