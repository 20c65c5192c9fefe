using System.Collections.Concurrent;
using Microkernel.Raft.V1;

namespace Microkernel.Consensus.Hosting;

/// <summary>
/// The proposals that are on their way: entered by the loop before they go out, taken by the applier when their entry
/// is applied.
/// </summary>
internal sealed class ProposalTable(ulong memberId, ulong incarnation)
{
    private readonly ConcurrentDictionary<ulong, PendingProposal> _pending = new();
    private ulong _lastSequence;
    private ulong _settledBelow = 1;

    public int Count => _pending.Count;

    /// <summary>Gives a proposal its id.</summary>
    public ProposalId Enter(PendingProposal proposal, ulong term)
    {
        proposal.Sequence = ++_lastSequence;
        proposal.Term = term;
        _pending[proposal.Sequence] = proposal;
        return IdOf(proposal);
    }

    /// <summary>Takes the proposal with an id; null if it is not one of this start of this member.</summary>
    public PendingProposal? Take(ProposalId? id) =>
        id is not null && id.MemberId == memberId && id.Incarnation == incarnation
        && _pending.TryRemove(id.Sequence, out var proposal) ? proposal : null;

    /// <summary>All with a lower sequence are settled.</summary>
    public ulong SettledBelow
    {
        get
        {
            while (_settledBelow <= _lastSequence && !_pending.ContainsKey(_settledBelow))
            {
                _settledBelow++;
            }

            return _settledBelow;
        }
    }

    /// <summary>Returns the proposal with an id; null if it is settled, or not of this start of this member.</summary>
    public PendingProposal? Find(ProposalId id) =>
        id.MemberId == memberId && id.Incarnation == incarnation ? _pending.GetValueOrDefault(id.Sequence) : null;

    /// <summary>
    /// Returns those of a term that were sent at or before a tick and are not answered, oldest first.
    /// </summary>
    public List<PendingProposal> Unanswered(ulong term, long sentTick) =>
        [.. _pending.Values.Where(proposal => proposal.Term == term && proposal.SentTick <= sentTick)
            .OrderBy(proposal => proposal.Sequence)];

    public ProposalId IdOf(PendingProposal proposal) =>
        new() { MemberId = memberId, Incarnation = incarnation, Sequence = proposal.Sequence };

    /// <summary>Takes those made in a term before another, oldest first.</summary>
    public List<PendingProposal> TakeBefore(ulong term) => TakeWhere(proposal => proposal.Term < term);

    public List<PendingProposal> TakeExpired(long now) => TakeWhere(proposal => proposal.Deadline <= now);

    public List<PendingProposal> TakeAll() => TakeWhere(_ => true);

    private List<PendingProposal> TakeWhere(Func<PendingProposal, bool> predicate)
    {
        var taken = new List<PendingProposal>();
        foreach (var (sequence, proposal) in _pending)
        {
            if (predicate(proposal) && _pending.TryRemove(sequence, out _))
            {
                taken.Add(proposal);
            }
        }

        taken.Sort((a, b) => a.Sequence.CompareTo(b.Sequence));
        return taken;
    }
}
