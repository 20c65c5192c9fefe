using Microkernel.Consensus.Protocol;
using Microkernel.Raft.V1;

namespace Microkernel.Consensus.Hosting;

/// <summary>
/// Keeps the proposals and reads of this member going: gathers those of one round into one, repeats what surely had no
/// effect, and gives up when time is up. Used on the loop's thread only.
/// </summary>
internal sealed class RequestDesk(
    ProposalTable table, AppliedIndex applied, RaftMemberOptions options, TimeProvider time)
{
    private readonly List<PendingProposal> _waiting = [];
    private readonly List<PendingRead> _newReads = [];
    private readonly Dictionary<ulong, ReadBatch> _reads = [];
    private readonly List<PendingRead> _applyingReads = [];
    private ulong _lastReadId;
    private (ulong Term, ulong Leader) _lastSeen;
    private int _waitingCount;

    private int _readsCount;

    /// <summary>Proposals that wait; read from any thread.</summary>
    public int ProposalsCount => Volatile.Read(ref _waitingCount) + table.Count;

    /// <summary>Reads that wait; read from any thread.</summary>
    public int ReadsCount => Volatile.Read(ref _readsCount);

    private int RetryTicks => 2 * options.HeartbeatTicks + 2;

    public void Add(PendingProposal proposal)
    {
        if (_waiting.Count + table.Count >= options.MaxPendingRequests)
        {
            proposal.Fail(new RaftUnavailableException("Too many proposals are waiting on this member."));
            return;
        }

        _waiting.Add(proposal);
    }

    public void Add(PendingRead read)
    {
        if (_newReads.Count >= options.MaxPendingRequests)
        {
            read.Fail(new RaftUnavailableException("Too many reads are waiting on this member."));
            return;
        }

        _newReads.Add(read);
    }

    /// <summary>Proposes and asks what gathered in this round.</summary>
    public void Flush(RaftNode node)
    {
        var seen = (node.Term, node.LeaderId);
        if (seen != _lastSeen)
        {
            // Reads are repeated at the new leader; the old one may never answer.
            _lastSeen = seen;
            RepeatReads(_ => true);
        }

        FlushProposals(node);
        AnswerByLease(node);
        if (_newReads.Count > 0 && node.LeaderId != 0)
        {
            _reads[++_lastReadId] = new ReadBatch(node.Now, [.. _newReads]);
            _newReads.Clear();
            node.ReadIndex(_lastReadId);
        }

        Volatile.Write(ref _waitingCount, _waiting.Count);
        Volatile.Write(ref _readsCount, _newReads.Count + _reads.Sum(pair => pair.Value.Reads.Count));
    }

    private void AnswerByLease(RaftNode node)
    {
        if (!_newReads.Any(read => read.TakesLease) || node.LeaseIndex(time.GetTimestamp()) is not { } index)
        {
            return;
        }

        Await(index, [.. _newReads.Where(read => read.TakesLease)]);
        _newReads.RemoveAll(read => read.TakesLease);
    }

    private void Await(ulong index, List<PendingRead> reads)
    {
        reads.ForEach(read => applied.CompleteAt(index, read.Completion));
        _applyingReads.AddRange(reads.Where(read => !read.Completion.Task.IsCompleted));
    }

    /// <summary>Gives up and repeats what has waited too long.</summary>
    public void Tick(RaftNode node)
    {
        var now = time.GetTimestamp();
        if (table.Count > 0)
        {
            table.TakeExpired(now).ForEach(proposal => proposal.Fail(new ProposalOutcomeUnknownException(
                $"The proposal was not applied within {options.RequestTimeout}; it may still be.")));
        }

        RepeatProposals(node);
        FailExpired(_waiting, now);
        RepeatReads(batch => node.Now - batch.AskedTick >= RetryTicks);
        FailExpired(_newReads, now);
        FailExpired(_applyingReads, now);
    }

    /// <summary>Takes in what a round of the state machine decided.</summary>
    public void Answer(RaftNode node, Ready ready)
    {
        foreach (var id in ready.AcceptedProposals)
        {
            if (table.Find(id) is { } proposal)
            {
                proposal.SentTick = null;
            }
        }

        foreach (var id in ready.RefusedProposals)
        {
            if (table.Take(id) is { } proposal)
            {
                _waiting.Add(proposal);
            }
        }

        foreach (var answer in ready.Reads)
        {
            if (!_reads.TryGetValue(answer.RequestId, out var batch))
            {
                continue;
            }

            if (answer.Index is not { } index)
            {
                // Repeated with the next tick, or at once when there is another leader.
                continue;
            }

            _reads.Remove(answer.RequestId);
            Await(index, batch.Reads);
        }
    }

    /// <summary>
    /// An entry of a term was applied: what was proposed in earlier terms and is not applied never will be.
    /// </summary>
    public void TermBegan(ulong term) => _waiting.AddRange(table.TakeBefore(term));

    /// <summary>Fails all that waits.</summary>
    public void FailAll(Exception cause)
    {
        foreach (var proposal in table.TakeAll())
        {
            proposal.Fail(new ProposalOutcomeUnknownException("The member stopped.", cause));
        }

        foreach (var proposal in _waiting)
        {
            proposal.Fail(new RaftUnavailableException("The member stopped.", cause));
        }

        foreach (var read in _newReads.Concat(_reads.Values.SelectMany(batch => batch.Reads)))
        {
            read.Fail(new RaftUnavailableException("The member stopped.", cause));
        }

        applied.FailAll(new RaftUnavailableException("The member stopped.", cause));
    }

    private void FlushProposals(RaftNode node)
    {
        if (_waiting.Count == 0 || node.LeaderId == 0)
        {
            return;
        }

        var proposals = _waiting.ToArray();
        _waiting.Clear();
        var commands = new List<Entry>();
        var sent = new List<PendingProposal>();
        foreach (var proposal in proposals.Where(proposal => !proposal.Completion.IsCompleted))
        {
            if (proposal.Transition is not null)
            {
                ProposeTransition(node, proposal);
                continue;
            }

            commands.Add(new Entry { Command = proposal.Command, Proposal = table.Enter(proposal, node.Term) });
            sent.Add(proposal);
        }

        if (commands.Count == 0)
        {
            return;
        }

        var fate = node.Propose(commands, table.SettledBelow);
        sent.ForEach(proposal => proposal.SentTick = fate == ProposalFate.Forwarded ? node.Now : null);
        if (fate is ProposalFate.NoLeader or ProposalFate.Overloaded)
        {
            foreach (var entry in commands)
            {
                _ = table.Take(entry.Proposal);
            }

            _waiting.AddRange(sent);
        }
    }

    private void RepeatProposals(RaftNode node)
    {
        if (table.Count == 0 || node.LeaderId == 0 || node.Role == RaftRole.Leader)
        {
            return;
        }

        var unanswered = table.Unanswered(node.Term, node.Now - RetryTicks);
        if (unanswered.Count > 0)
        {
            unanswered.ForEach(proposal => proposal.SentTick = node.Now);
            node.Propose(
                [.. unanswered.Select(proposal => new Entry
                {
                    Command = proposal.Command,
                    Proposal = table.IdOf(proposal),
                })],
                table.SettledBelow);
        }
    }

    private void ProposeTransition(RaftNode node, PendingProposal proposal)
    {
        if (node.Role != RaftRole.Leader)
        {
            proposal.Fail(new RaftUnavailableException(
                $"Membership is changed on the leader; that is member {node.LeaderId}."));
            return;
        }

        try
        {
            var id = table.Enter(proposal, node.Term);
            if (!node.ProposeConfiguration(proposal.Transition!, id))
            {
                _ = table.Take(id);
                _waiting.Add(proposal);
            }
        }
        catch (InvalidMembershipChangeException exception)
        {
            proposal.Fail(exception);
        }
    }

    private void RepeatReads(Func<ReadBatch, bool> predicate)
    {
        foreach (var (id, batch) in _reads.Where(pair => predicate(pair.Value)).ToList())
        {
            _reads.Remove(id);
            _newReads.AddRange(batch.Reads);
        }
    }

    private static void FailExpired(List<PendingProposal> proposals, long now)
    {
        foreach (var proposal in proposals.Where(proposal => proposal.Deadline <= now))
        {
            proposal.Fail(new RaftUnavailableException("There is no leader with a majority; nothing was changed."));
        }

        proposals.RemoveAll(proposal => proposal.Completion.IsCompleted);
    }

    private static void FailExpired(List<PendingRead> reads, long now)
    {
        foreach (var read in reads.Where(read => read.Deadline <= now))
        {
            read.Fail(new RaftUnavailableException("There is no leader with a majority."));
        }

        reads.RemoveAll(read => read.Completion.Task.IsCompleted);
    }

    private sealed record ReadBatch(long AskedTick, List<PendingRead> Reads);
}

/// <summary>A read that somebody on this member waits for.</summary>
/// <param name="Deadline">When to give up, by the time provider's timestamp.</param>
internal sealed record PendingRead(long Deadline)
{
    /// <summary>A lease will do.</summary>
    public bool TakesLease { get; init; }

    public TaskCompletionSource<ulong> Completion { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Fail(Exception exception) => Completion.TrySetException(exception);
}
