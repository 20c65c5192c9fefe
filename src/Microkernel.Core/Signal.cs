using System.Threading.Channels;

namespace Microkernel.Core;

/// <summary>Wakes one loop; any number of sets before it wakes count as one.</summary>
internal sealed class Signal
{
    private readonly Channel<bool> _set =
        Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Set() => _set.Writer.TryWrite(true);

    /// <summary>Waits until set, or at most so long.</summary>
    public async Task WaitAsync(TimeSpan atMost, TimeProvider time, CancellationToken ct)
    {
        if (atMost == Timeout.InfiniteTimeSpan)
        {
            await _set.Reader.ReadAsync(ct);
            return;
        }
        using var over = CancellationTokenSource.CreateLinkedTokenSource(ct);
        await using var timer = time.CreateTimer(
            static state => ((CancellationTokenSource)state!).Cancel(), over,
            atMost > TimeSpan.Zero ? atMost : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        try
        {
            await _set.Reader.ReadAsync(over.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            // The time is over.
        }
    }
}
