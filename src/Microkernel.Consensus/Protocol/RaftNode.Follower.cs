using Microkernel.Raft.V1;

namespace Microkernel.Consensus.Protocol;

/// <summary>What a follower does with the leader's messages (Raft paper, figure 2 and section 7).</summary>
internal sealed partial class RaftNode
{
    private void HandleAppend(ulong leader, AppendRequest request)
    {
        var previous = Position.From(request.Previous);
        if (previous.Index < _log.Committed && !IsDefective(PlantedDefects.SkipPreviousCheck))
        {
            SendAfterWrite(leader, new Message { AppendResult = new AppendResult { Index = _log.Committed } });
            return;
        }

        var agrees = _log.TermAt(previous.Index) == previous.Term
            || (IsDefective(PlantedDefects.SkipPreviousCheck) && previous.Index <= _log.LastIndex);
        if (!agrees)
        {
            var hint = _log.FindAgreement(previous);
            var rejection = new AppendResult { Index = previous.Index, Rejected = true, Hint = hint.ToMessage() };
            SendAfterWrite(leader, new Message { AppendResult = rejection });
            return;
        }

        AppendAsFollower(request.Entries);
        var last = previous.Index + (ulong)request.Entries.Count;
        _log.CommitTo(Math.Min(request.Commit, last));
        SendAfterWrite(leader, new Message { AppendResult = new AppendResult { Index = last } });
    }

    private void AppendAsFollower(IEnumerable<Entry> entries)
    {
        var changesMembership = false;
        foreach (var entry in entries)
        {
            var known = _log.TermAt(entry.Index);
            if (known == entry.Term
                || (entry.Index <= _log.Committed && _options.Defects != 0)
                || (known is not null && IsDefective(PlantedDefects.KeepConflicts)))
            {
                continue;
            }

            if (entry.Index <= _log.LastIndex)
            {
                TruncateFrom(entry.Index);
                changesMembership |= _takeoverIndex >= entry.Index;
            }

            _log.Append(entry);
            changesMembership |= entry.PayloadCase == Entry.PayloadOneofCase.Configuration;
        }

        if (changesMembership)
        {
            AdoptTakeovers();
        }
    }

    private void TruncateFrom(ulong index)
    {
        _log.TruncateFrom(index);
        ForgetWritesFrom(index);
    }

    private void HandleHeartbeat(ulong leader, HeartbeatRequest request)
    {
        // The leader never names more than what we acknowledged to it in this term.
        _log.CommitTo(Math.Min(request.Commit, _log.LastIndex));
        var answer = new HeartbeatResult { ReadSequence = request.ReadSequence, LeaseFrom = Promise(request) };
        Send(leader, new Message { HeartbeatResult = answer });
    }

    private void HandleSnapshot(ulong leader, SnapshotMetadata snapshot)
    {
        var position = Position.From(snapshot.Position);
        if (position.Index > _log.Committed && _log.TermAt(position.Index) != position.Term)
        {
            _log.ResetTo(position);
            ForgetWritesFrom(0);
            _nextToWrite = position.Index + 1;
            _stable = 0;
            _handedOut = position.Index;
            _snapshot = snapshot;
            _snapshotToWrite = snapshot;
            _takeoverIndex = 0;
            _applied = new Membership(snapshot.Configuration);
            SwitchMembership(_applied);
        }
        else
        {
            _log.CommitTo(position.Index);
        }

        SendAfterWrite(leader, new Message { AppendResult = new AppendResult { Index = _log.Committed } });
    }
}
