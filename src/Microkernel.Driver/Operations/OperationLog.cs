using Grpc.Core;

namespace Microkernel.Driver;

/// <summary>
/// Remembers operations by id: the same id again joins the running one or gets its result, never a second execution.
/// </summary>
/// <remarks>
/// Results of the last <paramref name="resultsMax"/> ended operations are kept. One that was refused before it did
/// anything (an <see cref="RpcException"/>) is forgotten, so that it can be asked for again.
/// </remarks>
internal sealed class OperationLog<TResponse>(int resultsMax = 2048)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private readonly Queue<string> _ended = new();

    /// <summary>Starts an operation, or joins or answers one of the same id.</summary>
    /// <param name="id">Operation id.</param>
    /// <param name="fingerprint">Of everything that must be the same in a retry.</param>
    /// <param name="execute">Runs at most once per id; what it throws synchronously is nobody's operation.</param>
    /// <exception cref="RpcException">INVALID_ARGUMENT: the id was used for something else.</exception>
    public Task<TResponse> RunAsync(string id, RequestFingerprint fingerprint, Func<Task<TResponse>> execute)
    {
        lock (_lock)
        {
            if (_entries.TryGetValue(id, out var known))
            {
                if (known.Fingerprint == fingerprint)
                    return known.Task;
                throw DriverErrors.Invalid("operation_id", id, "an id that was not used for another request");
            }
            var task = execute();
            _entries.Add(id, new Entry(fingerprint, task));
            _ = task.ContinueWith(
                ended => Ended(id, ended), CancellationToken.None,
                TaskContinuationOptions.RunContinuationsAsynchronously, TaskScheduler.Default);
            return task;
        }
    }

    private void Ended(string id, Task<TResponse> task)
    {
        lock (_lock)
        {
            if (!task.IsCompletedSuccessfully)
            {
                // Reads the exception, so that it does not count as unobserved when every caller has gone.
                _ = task.Exception;
                _entries.Remove(id);
                return;
            }
            _ended.Enqueue(id);
            while (_ended.Count > resultsMax)
                _entries.Remove(_ended.Dequeue());
        }
    }

    private readonly record struct Entry(RequestFingerprint Fingerprint, Task<TResponse> Task);
}
