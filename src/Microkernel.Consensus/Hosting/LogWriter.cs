using Microkernel.Consensus.Storage;
using Microkernel.Raft.V1;

namespace Microkernel.Consensus.Hosting;

/// <summary>
/// Writes the log on a thread of its own, so that a disk that hangs stops neither ticks nor heartbeats. All that waits
/// when a write ends goes into the next one.
/// </summary>
internal sealed class LogWriter
{
    private const int SealAfterMs = 1000;
    private readonly WriteAheadLog _log;
    private readonly RaftMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly Action<ulong, List<Message>> _onWritten;
    private readonly Action<Exception> _onFailed;
    private readonly WorkQueue<Job> _queue = new();
    private readonly Thread _thread;
    private long _sizeBytes;

    /// <summary>Creates the writer.</summary>
    /// <param name="log">The log; from here on used by the writer alone.</param>
    /// <param name="metrics">Gets the time of each write.</param>
    /// <param name="time">Measures it.</param>
    /// <param name="onWritten">Told, on the writer's thread, the last durable write and what waited for it.</param>
    /// <param name="onFailed">Told, on the writer's thread, that the log failed.</param>
    public LogWriter(
        WriteAheadLog log,
        RaftMetrics metrics,
        TimeProvider time,
        Action<ulong, List<Message>> onWritten,
        Action<Exception> onFailed)
    {
        _log = log;
        _metrics = metrics;
        _time = time;
        _onWritten = onWritten;
        _onFailed = onFailed;
        _sizeBytes = log.SizeBytes;
        _thread = new Thread(Run) { Name = "raft-log", IsBackground = true };
    }

    /// <summary>Bytes of the log's files.</summary>
    public long SizeBytes => Volatile.Read(ref _sizeBytes);

    /// <summary>Writes that wait.</summary>
    public int QueueLength => _queue.Count;

    public void Start() => _thread.Start();

    /// <summary>Queues a write; the frame may be null when only the messages wait for earlier writes.</summary>
    public void Write(ulong sequence, LogFrame? frame, List<Message> messages) =>
        _queue.Add(new Job(sequence, frame, messages, 0));

    /// <summary>Queues giving up segments that hold only entries up to an index.</summary>
    public void CompactTo(ulong index) => _queue.Add(new Job(0, null, [], index));

    /// <summary>Finishes what is queued and ends the thread.</summary>
    public void Stop(TimeSpan timeout)
    {
        _queue.Close();
        if (_thread.Join(timeout))
        {
            _log.Dispose();
        }
    }

    private void Run()
    {
        try
        {
            while (_queue.TakeAll(_log.IsSealed ? Timeout.Infinite : SealAfterMs) is { } jobs)
            {
                if (jobs.Count == 0)
                {
                    _log.Seal();
                    continue;
                }

                Execute(jobs);
                Volatile.Write(ref _sizeBytes, _log.SizeBytes);
            }

            _log.Seal();
        }
#pragma warning disable CA1031 // Whatever goes wrong here, the member must stop rather than acknowledge.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            _queue.Close();
            _onFailed(exception);
        }
    }

    private void Execute(List<Job> jobs)
    {
        var frame = Merge(jobs.Select(job => job.Frame));
        if (frame is not null)
        {
            var started = _time.GetTimestamp();
            _log.Append(frame);
            _metrics.Synced(_time.GetElapsedTime(started));
        }

        var sequence = 0UL;
        var compactTo = 0UL;
        var messages = new List<Message>();
        foreach (var job in jobs)
        {
            sequence = Math.Max(sequence, job.Sequence);
            compactTo = Math.Max(compactTo, job.CompactTo);
            messages.AddRange(job.Messages);
        }

        if (sequence != 0)
        {
            _onWritten(sequence, messages);
        }

        if (compactTo != 0)
        {
            _log.CompactTo(compactTo);
        }
    }

    /// <summary>Makes one frame of several; changes the first.</summary>
    public static LogFrame? Merge(IEnumerable<LogFrame?> frames)
    {
        LogFrame? merged = null;
        foreach (var frame in frames.OfType<LogFrame>())
        {
            if (merged is null)
            {
                merged = frame;
                continue;
            }

            merged.HardState = frame.HardState ?? merged.HardState;
            if (frame.Reset is not null)
            {
                merged.Reset = frame.Reset;
                merged.Entries.Clear();
            }

            merged.Entries.AddRange(frame.Entries);
        }

        return merged;
    }

    private readonly record struct Job(ulong Sequence, LogFrame? Frame, List<Message> Messages, ulong CompactTo);
}
