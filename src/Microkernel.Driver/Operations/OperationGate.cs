namespace Microkernel.Driver;

/// <summary>Counts the operations under way, bounds them, and closes for a drain.</summary>
internal sealed class OperationGate
{
    /// <summary>More than a core ever has under way with one driver; it bounds what a faulty one can pile up.</summary>
    public const int OperationsMax = 4096;

    private readonly Lock _lock = new();
    private TaskCompletionSource? _empty;
    private int _count;
    private bool _closed;

    /// <summary>Operations under way, waiting ones included.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
                return _count;
        }
    }

    /// <summary>Counts an operation in.</summary>
    /// <exception cref="Grpc.Core.RpcException">UNAVAILABLE while it drains, RESOURCE_EXHAUSTED when full.</exception>
    public void Enter()
    {
        lock (_lock)
        {
            if (_closed)
                throw DriverErrors.Unavailable("this instance drains: ask the new one");
            if (_count >= OperationsMax)
                throw DriverErrors.Exhausted($"{OperationsMax} operations are under way: wait for some to end");
            _count++;
        }
    }

    /// <summary>Counts an operation out.</summary>
    public void Leave()
    {
        lock (_lock)
        {
            if (--_count == 0)
                _empty?.TrySetResult();
        }
    }

    /// <summary>Lets nothing in any more and waits until nothing is inside.</summary>
    public Task DrainAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _closed = true;
            if (_count == 0)
                return Task.CompletedTask;
            if (_empty is null || _empty.Task.IsCompleted)
                _empty = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _empty.Task.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Lets operations in again.</summary>
    public void Open()
    {
        lock (_lock)
            _closed = false;
    }
}
