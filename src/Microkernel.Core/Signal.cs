namespace Microkernel.Core;

/// <summary>Wakes one loop; any number of sets before it wakes count as one.</summary>
internal sealed class Signal
{
    private readonly SemaphoreSlim _semaphore = new(0, 1);

    public void Set()
    {
        try
        {
            _semaphore.Release();
        }
        catch (SemaphoreFullException)
        {
            // Set already.
        }
    }

    /// <summary>Waits until set, or at most so long.</summary>
    public async Task WaitAsync(TimeSpan atMost, TimeProvider time, CancellationToken ct)
    {
        if (atMost == Timeout.InfiniteTimeSpan)
        {
            await _semaphore.WaitAsync(ct);
            return;
        }
        using var source = CancellationTokenSource.CreateLinkedTokenSource(ct);
        using var timer = time.CreateTimer(
            static state => ((CancellationTokenSource)state!).Cancel(), source,
            atMost > TimeSpan.Zero ? atMost : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        try
        {
            await _semaphore.WaitAsync(source.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            // The time is over.
        }
    }
}
