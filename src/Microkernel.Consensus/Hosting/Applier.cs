using Microkernel.Consensus.Protocol;
using Microkernel.Consensus.Storage;
using Microkernel.Raft.V1;

namespace Microkernel.Consensus.Hosting;

/// <summary>Applies committed entries to the state machine on a thread of its own, and takes snapshots.</summary>
internal sealed class Applier
{
    private readonly IStateMachine _stateMachine;
    private readonly ApplierCallbacks _callbacks;
    private readonly ProposalTable _proposals;
    private readonly AppliedIndex _applied;
    private readonly RaftMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly SnapshotTaker _snapshots;
    private readonly SnapshotStore _store;
    private readonly WorkQueue<Ready> _queue = new();
    private readonly Thread _thread;
    private Position _position;
    private Configuration _configuration;

    public Applier(
        IStateMachine stateMachine,
        SnapshotMetadata? start,
        ProposalTable proposals,
        AppliedIndex applied,
        SnapshotStore store,
        SnapshotTaker snapshots,
        RaftMetrics metrics,
        TimeProvider time,
        ApplierCallbacks callbacks)
    {
        _metrics = metrics;
        _time = time;
        _stateMachine = stateMachine;
        _proposals = proposals;
        _applied = applied;
        _store = store;
        _snapshots = snapshots;
        _callbacks = callbacks;
        _position = Position.From(start?.Position);
        _configuration = start?.Configuration ?? new Configuration();
        _applied.AdvanceTo(_position.Index);
        _thread = new Thread(Run) { Name = "raft-apply", IsBackground = true };
    }

    public void Start() => _thread.Start();

    /// <summary>Queues what a <see cref="Ready"/> wants applied.</summary>
    public void Enqueue(Ready ready) => _queue.Add(ready);

    public void Stop(TimeSpan timeout)
    {
        _queue.Close();
        _thread.Join(timeout);
    }

    private void Run()
    {
        try
        {
            while (_queue.TakeAll() is { } batches)
            {
                foreach (var ready in batches)
                {
                    Apply(ready);
                }

                _snapshots.TakeIfDue(_stateMachine, _position, _configuration);
            }
        }
#pragma warning disable CA1031 // A state machine that failed must not go on: its state would differ from the others'.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            _queue.Close();
            _callbacks.Failed(exception);
        }
    }

    private void Apply(Ready ready)
    {
        if (ready.Snapshot is not null)
        {
            Restore(ready.Snapshot);
        }

        var configuration = 0;
        foreach (var entry in ready.Committed)
        {
            if (entry.Term > _position.Term)
            {
                _callbacks.TermBegan(entry.Term);
            }

            var result = entry.PayloadCase == Entry.PayloadOneofCase.Command
                ? _stateMachine.Apply(entry.Index, entry.Command.Memory)
                : null;
            if (entry.PayloadCase == Entry.PayloadOneofCase.Configuration)
            {
                _configuration = ready.Configurations[configuration++].Configuration;
            }

            _position = new Position(entry.Index, entry.Term);
            _snapshots.Count(entry);
            _applied.AdvanceTo(entry.Index);
            if (_proposals.Take(entry.Proposal) is { } proposal)
            {
                proposal.Succeed(result);
                _metrics.Applied(
                    _time.GetElapsedTime(proposal.Started, ready.TakenAt), _time.GetElapsedTime(proposal.Started));
            }
        }

        _callbacks.Applied(ready);
    }

    private void Restore(SnapshotMetadata metadata)
    {
        using var snapshot = _store.Open(metadata.Position)
            ?? throw new IOException($"The snapshot of entry {metadata.Position.Index} is gone.");
        using var data = snapshot.OpenData();
        _stateMachine.Restore(data);
        _position = Position.From(metadata.Position);
        _configuration = metadata.Configuration;
        _snapshots.Reset(_position.Index);
        _applied.AdvanceTo(_position.Index);
        foreach (var proposal in _proposals.TakeAll())
        {
            proposal.Fail(new ProposalOutcomeUnknownException(
                "The member fell behind and was brought up to date by a snapshot; the proposal may be part of it."));
        }
    }
}

/// <summary>What an <see cref="Applier"/> reports, on its own thread.</summary>
/// <param name="TermBegan">An entry of a new term is about to be applied: earlier proposals are decided.</param>
/// <param name="Applied">All of a batch was applied.</param>
/// <param name="Failed">The applier failed and ended.</param>
internal sealed record ApplierCallbacks(Action<ulong> TermBegan, Action<Ready> Applied, Action<Exception> Failed);
