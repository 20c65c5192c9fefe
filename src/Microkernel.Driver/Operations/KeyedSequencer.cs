namespace Microkernel.Driver;

/// <summary>
/// Runs work of one key one after the other in the order of arrival; work of other keys goes beside it.
/// </summary>
internal sealed class KeyedSequencer
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Turn> _last = new(StringComparer.Ordinal);

    /// <summary>Keys with work under way.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
                return _last.Count;
        }
    }

    /// <summary>Runs the work when all earlier work of the key has ended, well or badly.</summary>
    public async Task<T> RunAsync<T>(string key, Func<Task<T>> work)
    {
        var turn = new Turn();
        Turn? earlier;
        lock (_lock)
        {
            earlier = _last.GetValueOrDefault(key);
            _last[key] = turn;
        }
        try
        {
            if (earlier is not null)
                await earlier.Ended;
            return await work();
        }
        finally
        {
            End(key, turn);
        }
    }

    private void End(string key, Turn turn)
    {
        lock (_lock)
        {
            if (_last.GetValueOrDefault(key) == turn)
                _last.Remove(key);
        }
        turn.End();
    }

    private sealed class Turn
    {
        private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Ended => _ended.Task;

        public void End() => _ended.SetResult();
    }
}
