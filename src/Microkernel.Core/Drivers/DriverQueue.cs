using Grpc.Core;

namespace Microkernel.Core.Drivers;

/// <summary>
/// What stands before a driver's instances: calls pass, unless a swap holds them back. What is under way on one key at
/// one instance keeps calls of that key from every other instance.
/// </summary>
internal sealed class DriverQueue
{
    /// <summary>Calls that may wait; more than a node has resources.</summary>
    public const int WaitingMax = 8192;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Busy> _busy = new(StringComparer.Ordinal);
    private TaskCompletionSource? _held;
    private readonly Dictionary<object, TaskCompletionSource> _awaited = [];
    private int _waiting;

    /// <summary>Calls under way.</summary>
    public int UnderWay
    {
        get
        {
            lock (_lock)
                return _busy.Values.Sum(busy => busy.Count);
        }
    }

    /// <summary>Calls held back.</summary>
    public int Waiting
    {
        get
        {
            lock (_lock)
                return _waiting;
        }
    }

    /// <summary>Enters when nothing holds the queue and no other instance works on the key; leave by
    /// disposing.</summary>
    /// <exception cref="RpcException">RESOURCE_EXHAUSTED: too many wait already.</exception>
    public async Task<IDisposable> EnterAsync(string key, object instance, CancellationToken ct)
    {
        while (true)
        {
            Task wait;
            lock (_lock)
            {
                var busy = _busy.GetValueOrDefault(key);
                if (_held is null && (busy is null || busy.Instance == instance))
                {
                    _busy[key] = busy ??= new Busy(instance);
                    busy.Count++;
                    return new Place(this, key);
                }
                if (_waiting >= WaitingMax)
                    throw new RpcException(new Status(
                        StatusCode.ResourceExhausted,
                            $"{WaitingMax} operations wait for a driver that is being replaced"));
                _waiting++;
                wait = _held?.Task ?? busy!.Ended.Task;
            }
            try
            {
                await wait.WaitAsync(ct);
            }
            finally
            {
                lock (_lock)
                    _waiting--;
            }
        }
    }

    /// <summary>Lets nothing pass until <see cref="Release"/>.</summary>
    public void Hold()
    {
        lock (_lock)
            _held ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    /// <summary>Lets calls pass again.</summary>
    public void Release()
    {
        TaskCompletionSource? held;
        lock (_lock)
            (held, _held) = (_held, null);
        held?.SetResult();
    }

    /// <summary>Waits until nothing is under way at an instance that gets no new calls.</summary>
    public Task WaitIdleAsync(object instance, CancellationToken ct)
    {
        lock (_lock)
        {
            if (!IsBusy(instance)) return Task.CompletedTask;
            if (!_awaited.TryGetValue(instance, out var idle))
                _awaited[instance] = idle =
                    new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return idle.Task.WaitAsync(ct);
        }
    }

    private bool IsBusy(object instance) => _busy.Values.Any(busy => busy.Instance == instance);

    private void Leave(string key)
    {
        lock (_lock)
        {
            var busy = _busy[key];
            if (--busy.Count > 0) return;
            _busy.Remove(key);
            busy.Ended.SetResult();
            if (_awaited.Count > 0 && !IsBusy(busy.Instance) && _awaited.Remove(busy.Instance, out var idle))
                idle.SetResult();
        }
    }

    private sealed class Busy(object instance)
    {
        public object Instance => instance;

        public TaskCompletionSource Ended { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Count { get; set; }
    }

    private sealed class Place(DriverQueue queue, string key) : IDisposable
    {
        private bool _left;

        public void Dispose()
        {
            if (_left) return;
            _left = true;
            queue.Leave(key);
        }
    }
}
