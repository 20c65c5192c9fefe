using Microkernel.Raft.V1;

namespace Microkernel.Consensus.Protocol;

/// <summary>
/// Linearizable reads without a log entry: the leader notes its commit index and asks a majority whether it still
/// leads (Ongaro's thesis, section 6.4).
/// </summary>
internal sealed partial class RaftNode
{
    private readonly Queue<PendingRead> _pendingReads = new();
    private readonly List<(ulong From, ulong RequestId)> _delayedReads = [];
    private readonly ulong _firstRequestId;
    private ulong _lastReadSequence;

    /// <summary>
    /// Asks for an index to read at; answered by <see cref="Ready.Reads"/>, unless the leader's answer is lost.
    /// </summary>
    /// <param name="requestId">At least 1; not used before since the start.</param>
    public void ReadIndex(ulong requestId)
    {
        if (Role == RaftRole.Leader)
        {
            HandleReadRequest(_options.Id, _firstRequestId + requestId);
        }
        else if (LeaderId != 0)
        {
            AskLeader(requestId);
        }
        else
        {
            _readAnswers.Add(new ReadAnswer(requestId, null));
        }
    }

    /// <summary>
    /// On the wire ids begin at a random number: an answer to an earlier start must not pass for ours.
    /// </summary>
    private void AskLeader(ulong requestId)
    {
        var request = new ReadIndexRequest { RequestId = _firstRequestId + requestId };
        Send(LeaderId, new Message { ReadIndexRequest = request });
    }

    private void HandleReadRequest(ulong from, ulong requestId)
    {
        if (Role != RaftRole.Leader || _pendingReads.Count + _delayedReads.Count >= _options.PendingReadsMax)
        {
            RefuseRead(from, requestId);
        }
        else if (_log.TermAt(_log.Committed) != _term && !IsDefective(PlantedDefects.ReadBeforeOwnCommit))
        {
            // Entries of earlier terms may be committed without our knowing, until one of our own is.
            _delayedReads.Add((from, requestId));
        }
        else
        {
            _pendingReads.Enqueue(new PendingRead(++_lastReadSequence, from, requestId, _log.Committed));
            if (_membership.IsQuorum(id => id == _options.Id) || IsDefective(PlantedDefects.ReadWithoutQuorum))
            {
                AnswerConfirmedReads();
            }
            else
            {
                BroadcastHeartbeat();
            }
        }
    }

    private void AnswerDelayedReads()
    {
        if (_delayedReads.Count == 0 || _log.TermAt(_log.Committed) != _term)
        {
            return;
        }

        var delayed = _delayedReads.ToArray();
        _delayedReads.Clear();
        foreach (var (from, requestId) in delayed)
        {
            HandleReadRequest(from, requestId);
        }
    }

    private void AnswerConfirmedReads()
    {
        var confirmed = IsDefective(PlantedDefects.ReadWithoutQuorum)
            ? _lastReadSequence
            : _membership.AgreedValue(id => id == _options.Id ? _lastReadSequence
                : _progress.TryGetValue(id, out var progress) ? progress.ConfirmedRead : 0);
        while (_pendingReads.TryPeek(out var read) && read.Sequence <= confirmed)
        {
            _pendingReads.Dequeue();
            if (read.From == _options.Id)
            {
                _readAnswers.Add(new ReadAnswer(read.RequestId - _firstRequestId, read.Index));
            }
            else
            {
                var result = new ReadIndexResult { RequestId = read.RequestId, Index = read.Index };
                Send(read.From, new Message { ReadIndexResult = result });
            }
        }
    }

    private void HandleReadResult(ReadIndexResult result)
    {
        var requestId = result.RequestId - _firstRequestId;
        if (requestId == MeetingRequestId)
        {
            NoteMeeting(result);
        }
        else
        {
            _readAnswers.Add(new ReadAnswer(requestId, result.Refused ? null : result.Index));
        }
    }

    private void RefuseRead(ulong from, ulong requestId)
    {
        if (from == _options.Id)
        {
            _readAnswers.Add(new ReadAnswer(requestId - _firstRequestId, null));
        }
        else
        {
            var result = new ReadIndexResult { RequestId = requestId, Refused = true };
            Send(from, new Message { ReadIndexResult = result });
        }
    }

    /// <summary>Whoever waits for a read must not wait for a leader that is no more.</summary>
    private void FailReads()
    {
        foreach (var read in _pendingReads)
        {
            RefuseRead(read.From, read.RequestId);
        }

        foreach (var (from, requestId) in _delayedReads)
        {
            RefuseRead(from, requestId);
        }

        _pendingReads.Clear();
        _delayedReads.Clear();
    }

    private sealed record PendingRead(ulong Sequence, ulong From, ulong RequestId, ulong Index);
}
