namespace Microkernel.Consensus.Hosting;

/// <summary>How far this member has applied, and who waits for it to get further.</summary>
internal sealed class AppliedIndex
{
    private readonly Lock _lock = new();
    private readonly PriorityQueue<TaskCompletionSource<ulong>, ulong> _waiters = new();
    private ulong _value;

    public ulong Value => Volatile.Read(ref _value);

    public void AdvanceTo(ulong index)
    {
        lock (_lock)
        {
            Volatile.Write(ref _value, index);
            while (_waiters.TryPeek(out var waiter, out var target) && target <= index)
            {
                _waiters.Dequeue();
                waiter.TrySetResult(target);
            }
        }
    }

    /// <summary>Completes a waiter with an index once that is applied.</summary>
    public void CompleteAt(ulong index, TaskCompletionSource<ulong> waiter)
    {
        lock (_lock)
        {
            if (index > _value)
            {
                _waiters.Enqueue(waiter, index);
                return;
            }
        }

        waiter.TrySetResult(index);
    }

    public void FailAll(Exception exception)
    {
        lock (_lock)
        {
            while (_waiters.TryDequeue(out var waiter, out _))
            {
                waiter.TrySetException(exception);
            }
        }
    }
}
