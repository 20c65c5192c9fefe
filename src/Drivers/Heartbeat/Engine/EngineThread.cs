using System.Collections.Concurrent;
using Microkernel.Drivers.Heartbeat.Platform;
using Microkernel.Drivers.Heartbeat.Rings;

namespace Microkernel.Drivers.Heartbeat.Engine;

/// <summary>Runs an engine on a thread that nothing else uses: a busy thread pool delays no beat.</summary>
internal sealed partial class EngineThread : IDisposable
{
    private const int StackBytes = 256 * 1024;

    private readonly HeartbeatEngine _engine;
    private readonly ProcessPriority _priority;
    private readonly Func<bool> _isCoreAttached;
    private readonly ILogger _logger;
    private readonly RingWaiter _waiter = new();
    private readonly ConcurrentQueue<Action> _work = new();
    private readonly List<TaskCompletionSource> _leaving = [];
    private readonly Thread _thread;
    private volatile bool _stop;

    /// <summary>Starts the thread.</summary>
    /// <param name="engine">Used, and in the end disposed, by the thread alone.</param>
    /// <param name="priority">Raises the thread.</param>
    /// <param name="isCoreAttached">Whether our core watches us; asked before each beat, must not wait.</param>
    /// <param name="logger">Told of faults.</param>
    public EngineThread(
        HeartbeatEngine engine, ProcessPriority priority, Func<bool> isCoreAttached, ILogger<EngineThread> logger)
    {
        _isCoreAttached = isCoreAttached;
        _engine = engine;
        _priority = priority;
        _logger = logger;
        _thread = new Thread(Loop, StackBytes) { Name = "heartbeat", IsBackground = true };
        _thread.Start();
    }

    /// <summary>Puts a configuration into effect; the result is what does not work.</summary>
    public Task<IReadOnlyList<RingFault>> ApplyAsync(HeartbeatConfiguration configuration) =>
        Ask(() => _engine.Apply(configuration));

    /// <summary>Says goodbye; ends when it was said, with false when there is nobody to say it to.</summary>
    public async Task<bool> LeaveAsync()
    {
        var said = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var started = await Ask(() =>
        {
            if (!_engine.StartLeaving())
                return false;
            _leaving.Add(said);
            return true;
        });
        if (started)
            await said.Task;
        return started;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_stop)
            return;
        _stop = true;
        _waiter.Wake();
        _thread.Join();
        _engine.Dispose();
        _waiter.Dispose();
    }

    private Task<T> Ask<T>(Func<T> question)
    {
        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        _work.Enqueue(() => Answer(question, answer));
        _waiter.Wake();
        return answer.Task;
    }

    private static void Answer<T>(Func<T> question, TaskCompletionSource<T> answer)
    {
        try
        {
            answer.SetResult(question());
        }
#pragma warning disable CA1031 // The caller gets it; the thread must go on.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            answer.SetException(exception);
        }
    }

    private void Loop()
    {
        _priority.RaiseThread();
        var ports = -1;
        while (!_stop)
        {
            while (_work.TryDequeue(out var work))
                work();
            var due = RunOnce();
            if (ports != _engine.PortsVersion)
            {
                ports = _engine.PortsVersion;
                _waiter.Watch(_engine.Ports.OfType<UdpRingPort>().SelectMany(port => port.Descriptors));
            }
            if (_leaving.Count > 0 && !_engine.IsLeaving)
            {
                _leaving.ForEach(said => said.SetResult());
                _leaving.Clear();
            }
            _waiter.Wait(due - _engine.Now);
        }
    }

    private TimeSpan RunOnce()
    {
        try
        {
            _engine.CoreAttached = _isCoreAttached();
            return _engine.Run();
        }
#pragma warning disable CA1031 // Beats must go on.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogFault(exception);
            return _engine.Now + TimeSpan.FromMilliseconds(10);
        }
    }

    [LoggerMessage(41, LogLevel.Error, "The engine met an unexpected fault and goes on.", EventName = "EngineFault")]
    private partial void LogFault(Exception exception);
}
