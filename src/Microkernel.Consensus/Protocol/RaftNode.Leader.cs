using Microkernel.Raft.V1;

namespace Microkernel.Consensus.Protocol;

/// <summary>What a leader does: heartbeats, replication, commit (Raft paper, sections 5.3 and 5.4).</summary>
internal sealed partial class RaftNode
{
    private long _uncommittedBytes;

    private void TickLeader()
    {
        if (!HearsQuorum() && !IsDefective(PlantedDefects.NoCheckQuorum))
        {
            // Check-quorum: whoever is cut off must not go on as if it led (Ongaro's thesis, section 6.2).
            BecomeFollower(_term, 0);
            return;
        }

        if (IsWriteStalled)
        {
            Resign();
            return;
        }

        TickTransfer();
        FinishJointConfiguration();
        if (_now - _heartbeatSentTick >= _options.HeartbeatTicks)
        {
            BroadcastHeartbeat();
        }
    }

    /// <summary>Tells whether a leader heard a majority within an election timeout.</summary>
    public bool HearsQuorum() => _membership.IsQuorum(id => id == _options.Id
        || (_progress.TryGetValue(id, out var progress) && _now - progress.LastHeardTick < _options.ElectionTicks));

    /// <summary>Keeps one <see cref="Progress"/> for each other member of the present configuration.</summary>
    private void SynchronizeProgress()
    {
        foreach (var gone in _progress.Keys.Where(id => !_membership.Contains(id)).ToList())
        {
            _progress.Remove(gone);
        }

        foreach (var id in _membership.All.Where(id => id != _options.Id && !_progress.ContainsKey(id)))
        {
            _progress[id] = new Progress(
                _log.LastIndex + 1, _now, _options.InflightMessagesMax, _options.InflightBytesMax);
        }
    }

    private void AppendAsLeader(Entry entry)
    {
        entry.Term = _term;
        entry.Index = _log.LastIndex + 1;
        _uncommittedBytes += RaftLog.SizeOf(entry);
        _log.Append(entry);
        if (IsDefective(PlantedDefects.CountOwnWriteEarly))
        {
            AdvanceCommit();
        }
    }

    private void Broadcast()
    {
        foreach (var (id, progress) in _progress)
        {
            SendEntries(id, progress, evenIfNone: true);
        }
    }

    private void BroadcastNew()
    {
        foreach (var (id, progress) in _progress)
        {
            while (SendEntries(id, progress, evenIfNone: false))
            {
            }
        }
    }

    /// <summary>Sends what the member lacks; false if nothing was sent.</summary>
    private bool SendEntries(ulong id, Progress progress, bool evenIfNone)
    {
        if (progress.IsPaused || _takeoverIndex > _stable)
        {
            return false;
        }

        var previous = progress.Next - 1;
        var previousTerm = _log.TermAt(previous);
        if (previousTerm is null)
        {
            return SendSnapshot(id, progress);
        }

        var isOnDiskOnly = progress.Next < _log.FirstCached;
        if (isOnDiskOnly && progress.Mode == ProgressMode.Replicate)
        {
            Fetch(id, progress);
            return false;
        }

        // Where the logs agree can be found out without entries.
        var entries = isOnDiskOnly ? [] : _log.Slice(progress.Next, _log.LastIndex, _options.AppendBytesMax);
        if (entries.Count == 0 && !evenIfNone && !isOnDiskOnly)
        {
            return false;
        }

        SendAppend(id, progress, new Position(previous, previousTerm.Value), entries);
        return true;
    }

    private void SendAppend(ulong id, Progress progress, Position previous, List<Entry> entries)
    {
        var request = new AppendRequest
        {
            Previous = previous.ToMessage(),
            Commit = _log.Committed,
        };
        request.Entries.AddRange(entries);
        Send(id, new Message { AppendRequest = request });
        progress.SentCommit = _log.Committed;
        progress.Sent(previous.Index + (ulong)entries.Count, entries.Sum(RaftLog.SizeOf), entries.Count > 0);
    }

    private bool SendSnapshot(ulong id, Progress progress)
    {
        if (_snapshot is null || _now - progress.LastHeardTick >= _options.ElectionTicks)
        {
            return false;
        }

        progress.BecomeSnapshot(_snapshot.Position.Index);
        Send(id, new Message { InstallSnapshot = new InstallSnapshotNotice { Snapshot = _snapshot } });
        return true;
    }

    private void HandleAppendResult(ulong from, AppendResult result)
    {
        if (!_progress.TryGetValue(from, out var progress))
        {
            return;
        }

        progress.LastHeardTick = _now;
        if (result.Rejected)
        {
            var agreement = _log.FindAgreement(Position.From(result.Hint));
            if (progress.Reject(result.Index, agreement.Index))
            {
                SendEntries(from, progress, evenIfNone: true);
            }

            return;
        }

        HandleAcknowledgement(from, progress, result.Index);
    }

    private void HandleAcknowledgement(ulong from, Progress progress, ulong index)
    {
        if (index > _log.LastIndex)
        {
            return;
        }

        var wasPaused = progress.IsPaused;
        var isNews = progress.Acknowledge(index);
        switch (progress.Mode)
        {
            case ProgressMode.Probe:
                progress.BecomeReplicate();
                break;
            case ProgressMode.Snapshot when progress.Match >= _log.Base.Index:
                progress.BecomeReplicate();
                break;
        }

        if (isNews && AdvanceCommit())
        {
            AnnounceCommit();
        }
        else if (wasPaused || progress.SentCommit < Math.Min(_log.Committed, progress.Match))
        {
            SendEntries(from, progress, evenIfNone: true);
        }

        while (SendEntries(from, progress, evenIfNone: false))
        {
        }

        ContinueTransfer(from, progress);
    }

    private void AnnounceCommit()
    {
        foreach (var (id, progress) in _progress)
        {
            SendEntries(id, progress, evenIfNone: true);
        }

        AnswerDelayedReads();
    }

    /// <summary>Commits what a majority has made durable; only entries of the own term are counted.</summary>
    private bool AdvanceCommit()
    {
        var own = IsDefective(PlantedDefects.CountOwnWriteEarly) ? _log.LastIndex : _stable;
        ulong MatchOf(ulong id) => id == _options.Id ? own
            : _progress.TryGetValue(id, out var progress) ? progress.Match : 0;
        var agreed = IsDefective(PlantedDefects.IgnoreOutgoingVoters) && _membership.IsJoint
            ? new Membership(new Configuration { Voters = { _membership.Configuration.Voters } }).AgreedValue(MatchOf)
            : _membership.AgreedValue(MatchOf);
        if (agreed <= _log.Committed
            || (_log.TermAt(agreed) != _term && !IsDefective(PlantedDefects.CommitEarlierTerm)))
        {
            return false;
        }

        for (var index = _log.Committed + 1; index <= agreed; index++)
        {
            _uncommittedBytes -= RaftLog.SizeOf(_log[index]);
        }

        _uncommittedBytes = Math.Max(0, _uncommittedBytes);
        _log.CommitTo(agreed);
        _hasMetPeer = true;
        return true;
    }

    private void BroadcastHeartbeat()
    {
        _heartbeatSentTick = _now;
        foreach (var (id, progress) in _progress)
        {
            var heartbeat = new HeartbeatRequest
            {
                Commit = IsDefective(PlantedDefects.CommitBeyondMatch)
                    ? _log.Committed
                    : Math.Min(progress.Match, _log.Committed),
                ReadSequence = _lastReadSequence,
                SentAt = _options.LeaseDuration > 0 ? (ulong)Clock : 0,
            };
            Send(id, new Message { HeartbeatRequest = heartbeat });
        }
    }

    private void HandleHeartbeatResult(ulong from, HeartbeatResult result)
    {
        if (!_progress.TryGetValue(from, out var progress))
        {
            return;
        }

        progress.LastHeardTick = _now;
        progress.IsProbePending = false;
        if (progress.Mode == ProgressMode.Replicate && progress.IsPaused)
        {
            progress.ReleaseOldest();
        }

        if (progress.Match < _log.LastIndex || progress.Mode == ProgressMode.Probe)
        {
            SendEntries(from, progress, evenIfNone: true);
        }

        progress.LeaseFrom = Math.Max(progress.LeaseFrom, result.LeaseFrom);
        if (result.ReadSequence > progress.ConfirmedRead)
        {
            progress.ConfirmedRead = result.ReadSequence;
            AnswerConfirmedReads();
        }
    }

    /// <summary>Notes that messages to a member are being lost.</summary>
    public void ReportUnreachable(ulong id)
    {
        if (Role == RaftRole.Leader && _progress.TryGetValue(id, out var progress)
            && progress.Mode == ProgressMode.Replicate)
        {
            progress.BecomeProbe();
        }
    }

    /// <summary>Notes how sending a snapshot ended.</summary>
    public void ReportSnapshot(ulong id, bool delivered)
    {
        if (Role != RaftRole.Leader || !_progress.TryGetValue(id, out var progress)
            || progress.Mode != ProgressMode.Snapshot)
        {
            return;
        }

        if (delivered)
        {
            progress.BecomeProbe();
        }
        else
        {
            progress.AbandonSnapshot();
        }

        // Goes on when the member's answer or the next heartbeat's comes.
        progress.IsProbePending = true;
    }
}
