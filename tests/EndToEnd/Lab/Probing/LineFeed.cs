using System.Diagnostics;
using Microkernel.EndToEnd.Hosts;

namespace Microkernel.EndToEnd.Probing;

/// <summary>A program of the lab that runs on a host and prints a line for each thing that it sees.</summary>
/// <typeparam name="T">What a line says.</typeparam>
public abstract class LineFeed<T> : IAsyncDisposable
{
    private static readonly TimeSpan ExitDeadline = TimeSpan.FromSeconds(5);
    private readonly Process _process;
    private readonly Task _reading;
    private readonly List<T> _items = [];
    private TaskCompletionSource _news = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Follows a program that was started.</summary>
    private protected LineFeed(Process process, Func<string, T> read)
    {
        _process = process;
        _reading = ReadAsync(read);
    }

    /// <summary>Gets whether the program still runs; it ends with its host.</summary>
    public bool IsAlive => !_reading.IsCompleted;

    /// <summary>Returns all that it has seen so far, in the order in which it told.</summary>
    public IReadOnlyList<T> Seen()
    {
        lock (_items)
        {
            return [.. _items];
        }
    }

    /// <summary>Waits for something that fits, also among what was seen already, and returns the first.</summary>
    /// <exception cref="TimeoutException">Nothing came in time; the message tells what was seen last.</exception>
    public async Task<T> WaitForAsync(Func<T, bool> fits, TimeSpan timeout)
    {
        for (var waited = Stopwatch.StartNew(); ; await Task.WhenAny(News(), Task.Delay(timeout / 20)))
        {
            var ended = !IsAlive;
            var seen = Seen();
            if (seen.Any(fits))
            {
                return seen.First(fits);
            }

            if (waited.Elapsed > timeout || ended)
            {
                var last = seen is [.., { } item] ? item.ToString() : "nothing";
                throw new TimeoutException($"Not seen within {timeout}; the last of {seen.Count}: {last}");
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        await _process.WaitForExitAsync().WaitAsync(ExitDeadline);
        await _reading.WaitAsync(ExitDeadline);
        _process.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Starts the lab's own program on a host.</summary>
    private protected static Task<Process> StartAsync(Host host, params string[] arguments) =>
        host.StartAsync([LabPaths.DotNet, LabPaths.OnHost(LabPaths.Program), .. arguments]);

    private Task News()
    {
        lock (_items)
        {
            return _news.Task;
        }
    }

    private async Task ReadAsync(Func<string, T> read)
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            // The last line of a killed program may be cut short.
            if (!line.EndsWith('}'))
            {
                continue;
            }

            TaskCompletionSource news;
            lock (_items)
            {
                _items.Add(read(line));
                (news, _news) = (_news, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            }

            news.SetResult();
        }
    }
}
