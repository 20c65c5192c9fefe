using System.Diagnostics;
using Microkernel.EndToEnd.Hosts;

namespace Microkernel.EndToEnd.Probing;

/// <summary>A client on a host of the lab that polls a web server, and what it has seen.</summary>
public sealed class HttpProbe : IAsyncDisposable
{
    private static readonly TimeSpan ExitDeadline = TimeSpan.FromSeconds(5);
    private readonly Process _process;
    private readonly Task _reading;
    private readonly List<ProbeAnswer> _answers = [];
    private TaskCompletionSource _news = new();

    private HttpProbe(Process process)
    {
        _process = process;
        _reading = ReadAsync();
    }

    /// <summary>Starts to poll.</summary>
    /// <param name="host">The host that the client runs on.</param>
    /// <param name="url">What it asks for.</param>
    /// <param name="interval">Time from one request to the next. Default: 10 ms.</param>
    /// <param name="timeout">Time until a request is given up. Default: 100 ms.</param>
    public static async Task<HttpProbe> StartAsync(
        Host host, Uri url, TimeSpan? interval = null, TimeSpan? timeout = null) => new(await host.StartAsync(
        [
            LabPaths.DotNet, LabPaths.OnHost(LabPaths.Program), "probe", url.ToString(),
            $"--interval-ms={(interval ?? TimeSpan.FromMilliseconds(10)).TotalMilliseconds:0}",
            $"--timeout-ms={(timeout ?? TimeSpan.FromMilliseconds(100)).TotalMilliseconds:0}",
        ]));

    /// <summary>Returns all answers so far, in the order in which they ended.</summary>
    public IReadOnlyList<ProbeAnswer> Answers()
    {
        lock (_answers)
        {
            return [.. _answers];
        }
    }

    /// <summary>Waits for an answer, also among those already there, and returns the first that fits.</summary>
    /// <exception cref="TimeoutException">None came in time; the message tells what came last.</exception>
    public async Task<ProbeAnswer> WaitForAsync(Func<ProbeAnswer, bool> fits, TimeSpan timeout)
    {
        for (var waited = Stopwatch.StartNew(); ;)
        {
            Task news;
            ProbeAnswer? found;
            lock (_answers)
            {
                found = _answers.Find(a => fits(a));
                news = _news.Task;
            }

            if (found is not null)
            {
                return found;
            }

            if (waited.Elapsed > timeout || _reading.IsCompleted)
            {
                var last = Answers() is [.., var answer] ? answer.ToLine() : "none at all";
                throw new TimeoutException($"The client got no such answer in {timeout}; the last: {last}");
            }

            await Task.WhenAny(news, Task.Delay(TimeSpan.FromMilliseconds(100)));
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
    }

    private async Task ReadAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            TaskCompletionSource news;
            lock (_answers)
            {
                _answers.Add(ProbeAnswer.FromLine(line));
                (news, _news) = (_news, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            }

            news.SetResult();
        }
    }
}
