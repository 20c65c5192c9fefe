namespace Microkernel.Consensus.Protocol;

/// <summary>How a leader sends entries to one member.</summary>
internal enum ProgressMode
{
    /// <summary>One message at a time, until it is known where the logs agree.</summary>
    Probe,

    /// <summary>Optimistically, several messages in flight.</summary>
    Replicate,

    /// <summary>Not at all: a snapshot is on its way.</summary>
    Snapshot,
}

/// <summary>What a leader knows of one member's log, and what is in flight to it.</summary>
internal sealed class Progress(ulong next, long now, int inflightMessagesMax, long inflightBytesMax)
{
    private readonly Queue<(ulong LastIndex, long Bytes)> _inflight = new();
    private long _inflightBytes;

    public ProgressMode Mode { get; private set; }

    /// <summary>The highest index known to be durable at the member.</summary>
    public ulong Match { get; private set; }

    /// <summary>The next index to send; always above <see cref="Match"/>.</summary>
    public ulong Next { get; private set; } = next;

    /// <summary>The index of the snapshot that is on its way.</summary>
    public ulong PendingSnapshot { get; private set; }

    /// <summary>A probe is unanswered.</summary>
    public bool IsProbePending { get; set; }

    /// <summary>The tick at which the member was last heard.</summary>
    public long LastHeardTick { get; set; } = now;

    /// <summary>The latest read sequence for which the member has confirmed the leader.</summary>
    public ulong ConfirmedRead { get; set; }

    /// <summary>The leader's clock when it sent what the member's latest promise answers; 0 without one.</summary>
    public ulong LeaseFrom { get; set; }

    /// <summary>The entry from which on entries are being read from disk for the member; 0 if none are.</summary>
    public ulong FetchingFrom { get; set; }

    /// <summary>The commit index that the member was last told.</summary>
    public ulong SentCommit { get; set; }

    public bool IsPaused => Mode switch
    {
        ProgressMode.Probe => IsProbePending,
        ProgressMode.Replicate => FetchingFrom != 0
            || _inflight.Count >= inflightMessagesMax || _inflightBytes >= inflightBytesMax,
        _ => true,
    };

    public void BecomeProbe()
    {
        var snapshot = Mode == ProgressMode.Snapshot ? PendingSnapshot : 0;
        Next = Math.Max(Match, snapshot) + 1;
        Enter(ProgressMode.Probe);
    }

    public void BecomeReplicate()
    {
        Next = Match + 1;
        Enter(ProgressMode.Replicate);
    }

    public void BecomeSnapshot(ulong index)
    {
        Enter(ProgressMode.Snapshot);
        PendingSnapshot = index;
    }

    /// <summary>The snapshot did not arrive: begin where the member is known to be.</summary>
    public void AbandonSnapshot()
    {
        PendingSnapshot = 0;
        BecomeProbe();
    }

    /// <summary>Notes that entries up to an index were sent.</summary>
    public void Sent(ulong lastIndex, long bytes, bool any)
    {
        if (Mode == ProgressMode.Probe)
        {
            IsProbePending = true;
        }
        else if (any)
        {
            Next = lastIndex + 1;
            _inflight.Enqueue((lastIndex, bytes));
            _inflightBytes += bytes;
        }
    }

    /// <summary>Notes that the member has entries up to an index; false if that was known.</summary>
    public bool Acknowledge(ulong index)
    {
        while (_inflight.TryPeek(out var first) && first.LastIndex <= index)
        {
            _inflightBytes -= _inflight.Dequeue().Bytes;
        }

        IsProbePending = false;
        Next = Math.Max(Next, index + 1);
        if (index <= Match)
        {
            return false;
        }

        Match = index;
        return true;
    }

    /// <summary>Notes that the member refused entries behind an index; false if the refusal is outdated.</summary>
    public bool Reject(ulong refused, ulong agreement)
    {
        if (Mode == ProgressMode.Replicate ? refused <= Match : Next - 1 != refused)
        {
            return false;
        }

        if (Mode == ProgressMode.Replicate)
        {
            Enter(ProgressMode.Probe);
        }

        Next = Math.Max(Math.Min(refused, agreement + 1), Match + 1);
        IsProbePending = false;
        return true;
    }

    /// <summary>Makes room for one message: answers may have been lost.</summary>
    public void ReleaseOldest()
    {
        if (_inflight.TryDequeue(out var first))
        {
            _inflightBytes -= first.Bytes;
        }
    }

    private void Enter(ProgressMode mode)
    {
        Mode = mode;
        PendingSnapshot = 0;
        IsProbePending = false;
        FetchingFrom = 0;
        _inflight.Clear();
        _inflightBytes = 0;
    }
}
