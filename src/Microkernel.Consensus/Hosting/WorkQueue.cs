namespace Microkernel.Consensus.Hosting;

/// <summary>A queue from which one thread takes all that is there at once.</summary>
internal sealed class WorkQueue<T>
{
    private readonly object _lock = new();
    private List<T> _items = [];
    private List<T> _spare = [];
    private bool _isClosed;

    /// <summary>Items that wait.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _items.Count;
            }
        }
    }

    /// <summary>Adds an item; false when the queue is closed.</summary>
    public bool Add(T item)
    {
        lock (_lock)
        {
            if (_isClosed)
            {
                return false;
            }

            _items.Add(item);
            if (_items.Count == 1)
            {
                Monitor.Pulse(_lock);
            }

            return true;
        }
    }

    /// <summary>
    /// Waits for items, at most so many milliseconds (-1: without end), and takes them all; empty when the time is up,
    /// null when the queue is closed and empty. The list is valid until the next call.
    /// </summary>
    public List<T>? TakeAll(int timeoutMs = Timeout.Infinite)
    {
        lock (_lock)
        {
            if (_items.Count == 0 && !_isClosed)
            {
                Monitor.Wait(_lock, timeoutMs);
            }

            if (_items.Count == 0 && _isClosed)
            {
                return null;
            }

            _spare.Clear();
            (_items, _spare) = (_spare, _items);
            return _spare;
        }
    }

    /// <summary>Takes no more items.</summary>
    public void Close()
    {
        lock (_lock)
        {
            _isClosed = true;
            Monitor.PulseAll(_lock);
        }
    }
}
