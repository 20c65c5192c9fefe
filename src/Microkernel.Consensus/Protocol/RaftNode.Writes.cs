using Microkernel.Raft.V1;

namespace Microkernel.Consensus.Protocol;

/// <summary>Output: what is to be written, sent and applied, and what has become durable.</summary>
internal sealed partial class RaftNode
{
    private readonly Queue<PendingWrite> _pendingWrites = new();
    private List<Message> _messages = [];
    private List<Message> _messagesAfterWrite = [];
    private List<ReadAnswer> _readAnswers = [];
    private List<ProposalId> _acceptedProposals = [];
    private List<ProposalId> _refusedProposals = [];
    private SnapshotMetadata? _snapshotToWrite;
    private ulong _nextToWrite;
    private ulong _writeSequence;
    private ulong _durableTerm;

    /// <summary>Tells whether writes take so long that the disk must be thought stuck.</summary>
    public bool IsWriteStalled =>
        _pendingWrites.TryPeek(out var oldest) && _now - oldest.IssuedTick > _options.WriteStallTicks;

    /// <summary>Holds committed entries back while the caller is busy with earlier ones.</summary>
    public bool PauseHandOut { get; set; }

    private bool IsHardStateNew => _term != _writtenHardState.Term || _votedFor != _writtenHardState.VotedFor;

    private bool HasWrite => IsHardStateNew || _snapshotToWrite is not null || _nextToWrite <= _log.LastIndex;

    private ulong Appliable => Math.Min(_log.Committed, _stable);

    /// <summary>Tells whether <see cref="TakeReady"/> has anything to give.</summary>
    public bool HasReady =>
        _messages.Count > 0 || _messagesAfterWrite.Count > 0 || HasWrite || (_handedOut < Appliable && !PauseHandOut)
        || _fetches.Count > 0 || _readAnswers.Count > 0 || _acceptedProposals.Count > 0 || _refusedProposals.Count > 0;

    /// <summary>Takes all that is to be done now.</summary>
    public Ready TakeReady()
    {
        var ready = new Ready();
        HandOutCommitted(ready);
        ready.Snapshot = _snapshotToWrite;
        if (HasWrite)
        {
            ready.Write = TakeWrite();
        }

        if (ready.Write is not null || (_messagesAfterWrite.Count > 0 && _pendingWrites.Count > 0))
        {
            ready.WriteSequence = ++_writeSequence;
            _pendingWrites.Enqueue(new PendingWrite(_writeSequence, _now, _term, _log.LastIndex));
        }

        ready.Messages = Exchange(ref _messages);
        ready.MessagesAfterWrite = Exchange(ref _messagesAfterWrite);
        if (ready.WriteSequence == 0 || IsDefective(PlantedDefects.AnswerBeforeWrite))
        {
            ready.Messages.AddRange(ready.MessagesAfterWrite);
            ready.MessagesAfterWrite = [];
        }

        ready.Fetches = Exchange(ref _fetches);
        ready.Reads = Exchange(ref _readAnswers);
        ready.AcceptedProposals = Exchange(ref _acceptedProposals);
        ready.RefusedProposals = Exchange(ref _refusedProposals);
        _log.Evict(_options.CacheBytesMax, Math.Min(_stable, _handedOut));
        return ready;
    }

    private LogFrame TakeWrite()
    {
        var frame = new LogFrame();
        if (IsHardStateNew || _log.Committed > _writtenHardState.Commit)
        {
            // The commit index alone is not worth a write: the next leader tells it again.
            _writtenHardState = new HardState { Term = _term, VotedFor = _votedFor, Commit = _log.Committed };
            frame.HardState = _writtenHardState.Clone();
            frame.HardState.VotedFor = IsDefective(PlantedDefects.ForgetVote) ? 0 : _votedFor;
        }

        if (_snapshotToWrite is not null)
        {
            frame.Reset = _snapshotToWrite.Position.Clone();
            _snapshotToWrite = null;
        }

        for (var index = _nextToWrite; index <= _log.LastIndex; index++)
        {
            frame.Entries.Add(_log[index]);
        }

        _nextToWrite = _log.LastIndex + 1;
        return frame;
    }

    /// <summary>Notes that all writes up to a sequence number are durable.</summary>
    public void Written(ulong sequence)
    {
        while (_pendingWrites.TryPeek(out var write) && write.Sequence <= sequence)
        {
            _pendingWrites.Dequeue();
            _stable = Math.Max(_stable, write.LastIndex);
            _durableTerm = write.Term;
        }

        if (Role == RaftRole.Candidate && _durableTerm == _term && !_votes.ContainsKey(_options.Id))
        {
            CountVote(_options.Id, granted: true);
        }

        if (Role == RaftRole.Leader)
        {
            if (AdvanceCommit())
            {
                AnnounceCommit();
            }

            if (_takeoverIndex != 0 && _takeoverIndex <= _stable)
            {
                BroadcastNew();
            }
        }
    }

    /// <summary>
    /// Entries from an index on were replaced before or after they were written: they are not durable.
    /// </summary>
    private void ForgetWritesFrom(ulong index)
    {
        var last = index == 0 ? 0 : index - 1;
        _nextToWrite = Math.Min(_nextToWrite, index);
        _stable = Math.Min(_stable, last);
        foreach (var write in _pendingWrites)
        {
            write.LastIndex = Math.Min(write.LastIndex, last);
        }
    }

    private void HandOutCommitted(Ready ready)
    {
        if (_handedOut >= Appliable || PauseHandOut)
        {
            return;
        }

        ready.Committed = _log.Slice(_handedOut + 1, Appliable, _options.ApplyBytesMax);
        foreach (var entry in ready.Committed)
        {
            _handedOut = entry.Index;
            if (entry.PayloadCase == Entry.PayloadOneofCase.Configuration)
            {
                ApplyConfiguration(entry);
                ready.Configurations.Add((entry.Index, _applied.Configuration));
            }
        }
    }

    private void Send(ulong to, Message message) => Queue(_messages, to, message, _term);

    private void SendAfterWrite(ulong to, Message message) => Queue(_messagesAfterWrite, to, message, _term);

    private void SendAfterWrite(ulong to, Message message, ulong term) => Queue(_messagesAfterWrite, to, message, term);

    private void Queue(List<Message> queue, ulong to, Message message, ulong term)
    {
        message.To = to;
        message.From = _options.Id;
        message.Term = term;
        queue.Add(message);
    }

    private static List<T> Exchange<T>(ref List<T> list)
    {
        var taken = list;
        list = [];
        return taken;
    }

    private sealed class PendingWrite(ulong sequence, long issuedTick, ulong term, ulong lastIndex)
    {
        public ulong Sequence { get; } = sequence;

        public long IssuedTick { get; } = issuedTick;

        public ulong Term { get; } = term;

        public ulong LastIndex { get; set; } = lastIndex;
    }
}
