using Microkernel.Consensus;
using Microkernel.Consensus.Hosting;
using Microkernel.Consensus.Protocol;
using Microkernel.Raft.V1;
using Simulation.Checks;

namespace Simulation.Members;

/// <summary>What happens after each step of the state machine.</summary>
internal sealed partial class SimulatedMember
{
    private void Round()
    {
        Desk.Flush(Node);
        for (var handedOut = 0; Node.HasReady; handedOut++)
        {
            SafetyOracle.Check(handedOut < 10_000, "the state machine comes to rest", $"{this} does not");
            HandOut(Node.TakeReady());
        }

        if (Node.Role == RaftRole.Leader)
        {
            _world.Oracle.Leads(Node);
            CheckResigns();
            ActingSides.Check(this, _world.Active);
        }

        Requests.Answer();
    }

    private void CheckResigns()
    {
        if (Node.HearsQuorum() || Node.Role != RaftRole.Leader || _pausedUntilMs + (2 * TickMs) > _world.Time.NowMs)
        {
            _cutOffSinceMs = _world.Time.NowMs;
        }

        SafetyOracle.Check(
            _world.Time.NowMs - _cutOffSinceMs < 5 * TickMs,
            "a leader that hears no majority resigns",
            $"member {Id} still leads term {Node.Term}");
    }

    private void HandOut(Ready ready)
    {
        foreach (var message in ready.Messages)
        {
            _world.Send(this, message);
        }

        if (ready.WriteSequence != 0)
        {
            _writes.Enqueue(ready);
            PlanWrite();
        }

        Apply(ready);
        foreach (var id in ready.RefusedProposals)
        {
            _world.Oracle.Refused(id);
        }

        Desk.Answer(Node, ready);
    }

    private void PlanWrite()
    {
        if (_isWriting || _writes.Count == 0)
        {
            return;
        }

        _isWriting = true;
        var life = _life;
        _world.Events.Plan(1 + _random.Next(WriteMsMax), () =>
        {
            if (life == _life)
            {
                WhenRunning(FinishWrite);
            }
        });
    }

    private void FinishWrite()
    {
        var batch = _writes.ToArray();
        _writes.Clear();
        if (LogWriter.Merge(batch.Select(ready => ready.Write)) is { } frame)
        {
            _log.Append(frame);
        }

        foreach (var message in batch.SelectMany(ready => ready.MessagesAfterWrite))
        {
            _world.Send(this, message);
        }

        _isWriting = false;
        Node.Written(batch[^1].WriteSequence);
        PlanWrite();
    }

    private void Apply(Ready ready)
    {
        if (ready.Snapshot is not null)
        {
            using var snapshot = _snapshots.Open(ready.Snapshot.Position)!;
            Machine.Restore(snapshot.OpenData(), ready.Snapshot.Position.Index);
            _position = Position.From(ready.Snapshot.Position);
            _configuration = ready.Snapshot.Configuration;
            _applied.AdvanceTo(_position.Index);
            _table.TakeAll().ForEach(proposal => proposal.Fail(new ProposalOutcomeUnknownException("snapshot")));
        }

        var configuration = 0;
        foreach (var entry in ready.Committed)
        {
            if (entry.Term > _position.Term)
            {
                RefuseBefore(entry.Term);
            }

            _world.Oracle.Applies(Id, entry, Node.Term);
            var answer = Machine.Apply(entry);
            _position = new Position(entry.Index, entry.Term);
            if (entry.PayloadCase == Entry.PayloadOneofCase.Configuration)
            {
                _configuration = ready.Configurations[configuration++].Configuration;
                Trace($"applies {entry.Index}: voters {_configuration.Voters}");
            }

            _applied.AdvanceTo(entry.Index);
            _table.Take(entry.Proposal)?.Succeed((entry.Index, answer));
        }
    }

    private void RefuseBefore(ulong term)
    {
        foreach (var proposal in _table.TakeBefore(term))
        {
            _world.Oracle.Refused(_table.IdOf(proposal));
            Desk.Add(proposal);
        }
    }
}
