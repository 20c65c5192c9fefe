using Microkernel.Consensus.Protocol;
using Microkernel.Raft.V1;

namespace Microkernel.Consensus.Hosting;

/// <summary>
/// The one thread that owns the state machine. All else posts work to it; after each round it hands out what the state
/// machine wants written, sent and applied.
/// </summary>
internal sealed class RaftLoop
{
    private const long ApplyBacklogBytesMax = 64 * 1024 * 1024;
    private readonly RaftNode _node;
    private readonly RaftLoopParts _parts;
    private readonly TimeProvider _time;
    private readonly TimeSpan _tickInterval;
    private readonly int _ticksMax;
    private readonly WorkQueue<Action> _queue = new();
    private readonly Thread _thread;
    private long _tickedAt;
    private long _applyBacklogBytes;

    public RaftLoop(RaftNode node, RaftLoopParts parts, RaftMemberOptions options, TimeProvider time)
    {
        _node = node;
        _parts = parts;
        _time = time;
        _tickInterval = options.TickInterval;

        // After a pause of the process it counts as much time as makes a leader ask whether it still has a majority.
        _ticksMax = options.ElectionTicks;
        _tickedAt = time.GetTimestamp();
        _thread = new Thread(Run) { Name = "raft", IsBackground = true };
    }

    public void Start() => _thread.Start();

    /// <summary>Runs an action on the loop's thread; false when the loop has ended.</summary>
    public bool Post(Action action) => _queue.Add(action);

    /// <summary>Actions that wait.</summary>
    public int QueueLength => _queue.Count;

    /// <summary>Bytes of entries that were handed out and are not yet applied.</summary>
    public long ApplyBacklogBytes => Volatile.Read(ref _applyBacklogBytes);

    public void Stop(TimeSpan timeout)
    {
        _queue.Close();
        _thread.Join(timeout);
    }

    /// <summary>Notes that a batch was applied; called on the loop's thread.</summary>
    public void Applied(Ready ready) => _applyBacklogBytes -= SizeOf(ready);

    private void Run()
    {
        try
        {
            while (_queue.TakeAll(MillisecondsToNextTick()) is { } actions)
            {
                _node.Clock = _time.GetTimestamp();
                foreach (var action in actions)
                {
                    action();
                }

                PassTime();
                _parts.Requests.Flush(_node);
                HandOut();
                _parts.RoundEnded();
            }
        }
#pragma warning disable CA1031 // Whatever breaks the state machine, the member must stop rather than go on wrong.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            _queue.Close();
            _parts.Failed(exception);
            AcceptRemainingRequests();
        }
    }

    /// <summary>
    /// Lets requests reach the desk, where they are failed; nothing that the state machine does goes out.
    /// </summary>
    private void AcceptRemainingRequests()
    {
        foreach (var action in _queue.TakeAll() ?? [])
        {
            try
            {
                action();
            }
            catch (RaftInvariantException)
            {
                // It is broken already.
            }
        }
    }

    private int MillisecondsToNextTick()
    {
        var left = _tickInterval - _time.GetElapsedTime(_tickedAt);
        return Math.Max(0, (int)Math.Ceiling(left.TotalMilliseconds));
    }

    private void PassTime()
    {
        var elapsed = _time.GetElapsedTime(_tickedAt);
        if (elapsed < _tickInterval)
        {
            return;
        }

        var ticks = (long)(elapsed / _tickInterval);
        _tickedAt += (long)(ticks * _tickInterval.TotalSeconds * _time.TimestampFrequency);
        for (var i = 0; i < Math.Min(ticks, _ticksMax); i++)
        {
            _node.Tick();
        }

        _parts.Requests.Tick(_node);
    }

    private void HandOut()
    {
        while (true)
        {
            _node.PauseHandOut = _applyBacklogBytes > ApplyBacklogBytesMax;
            if (!_node.HasReady)
            {
                return;
            }

            HandOut(_node.TakeReady());
        }
    }

    private void HandOut(Ready ready)
    {
        ready.TakenAt = _time.GetTimestamp();
        foreach (var message in ready.Messages)
        {
            _parts.Send(message);
        }

        if (ready.WriteSequence != 0)
        {
            _parts.Writer.Write(ready.WriteSequence, ready.Write, ready.MessagesAfterWrite);
        }

        if (ready.Snapshot is not null || ready.Committed.Count > 0)
        {
            _applyBacklogBytes += SizeOf(ready);
            _parts.Applier.Enqueue(ready);
        }

        foreach (var fetch in ready.Fetches)
        {
            _parts.Fetch(fetch);
        }

        _parts.Requests.Answer(_node, ready);
    }

    private static long SizeOf(Ready ready) => ready.Committed.Sum(RaftLog.SizeOf);
}

/// <summary>What a <see cref="RaftLoop"/> hands its work to.</summary>
internal sealed record RaftLoopParts
{
    /// <summary>Proposals and reads of this member.</summary>
    public required RequestDesk Requests { get; init; }

    public required LogWriter Writer { get; init; }

    public required Applier Applier { get; init; }

    /// <summary>Sends a message without blocking.</summary>
    public required Action<Message> Send { get; init; }

    /// <summary>Reads entries from disk without blocking.</summary>
    public required Action<LogFetch> Fetch { get; init; }

    /// <summary>Called at the end of each round, on the loop's thread.</summary>
    public required Action RoundEnded { get; init; }

    /// <summary>Called when the loop failed and ended.</summary>
    public required Action<Exception> Failed { get; init; }
}
