using Microkernel.Raft.V1;

namespace Microkernel.Consensus.Protocol;

/// <summary>
/// Proposals. A proposal is appended in exactly the term in which it was made, or never: whoever applies an entry of
/// a later term knows that those not applied before it never will be.
/// </summary>
internal sealed partial class RaftNode
{
    private readonly Dictionary<(ulong Member, ulong Incarnation), SeenProposals> _seenProposals = [];

    /// <summary>
    /// Proposes entries of one incarnation that hold a command and a proposal id each; may be repeated in the same term
    /// until <see cref="Ready.AcceptedProposals"/> or <see cref="Ready.RefusedProposals"/> answers.
    /// </summary>
    /// <param name="entries">The entries; their sequences rise.</param>
    /// <param name="settledBelow">Proposals with a lower sequence are settled.</param>
    public ProposalFate Propose(IReadOnlyList<Entry> entries, ulong settledBelow)
    {
        if (Role != RaftRole.Leader)
        {
            if (LeaderId == 0)
            {
                return ProposalFate.NoLeader;
            }

            var request = new ProposalRequest { SettledBelow = settledBelow };
            request.Entries.AddRange(entries);
            Send(LeaderId, new Message { ProposalRequest = request });
            return ProposalFate.Forwarded;
        }

        if (!TakesProposals)
        {
            return ProposalFate.NoLeader;
        }

        if (IsOverloaded)
        {
            return ProposalFate.Overloaded;
        }

        AppendProposals(entries);
        return ProposalFate.Appended;
    }

    private bool TakesProposals => _transferTarget == 0 && _membership.IsVoter(_options.Id);

    private bool IsOverloaded => _uncommittedBytes > _options.UncommittedBytesMax;

    private void AppendProposals(IEnumerable<Entry> entries)
    {
        foreach (var entry in entries)
        {
            AppendAsLeader(entry);
        }

        BroadcastNew();
    }

    private void HandleProposalRequest(ulong from, ProposalRequest request)
    {
        if (Role != RaftRole.Leader)
        {
            // Whoever asks learns the fate from the first entry of the next term.
            return;
        }

        var takes = TakesProposals && !IsOverloaded;
        var news = new List<Entry>();
        var accepted = new ProposalResult();
        var refused = new ProposalResult { Refused = true };
        foreach (var entry in request.Entries)
        {
            var seen = SeenOf(entry.Proposal, request.SettledBelow);
            if (!seen.Take(entry.Proposal.Sequence, takes, out var wasAccepted)
                && !IsDefective(PlantedDefects.AcceptRepeatedProposals))
            {
                (wasAccepted ? accepted : refused).Proposals.Add(entry.Proposal);
            }
            else if (takes)
            {
                news.Add(entry.Clone());
                accepted.Proposals.Add(entry.Proposal);
            }
            else
            {
                refused.Proposals.Add(entry.Proposal);
            }
        }

        AppendProposals(news);
        AnswerProposals(from, accepted);
        AnswerProposals(from, refused);
    }

    private SeenProposals SeenOf(ProposalId id, ulong settledBelow)
    {
        var origin = (id.MemberId, id.Incarnation);
        if (!_seenProposals.TryGetValue(origin, out var seen))
        {
            seen = new SeenProposals();
            _seenProposals[origin] = seen;
        }

        seen.SettleBelow(settledBelow);
        return seen;
    }

    private void AnswerProposals(ulong to, ProposalResult result)
    {
        if (result.Proposals.Count > 0)
        {
            Send(to, new Message { ProposalResult = result });
        }
    }

    private void HandleProposalResult(ProposalResult result) =>
        (result.Refused ? _refusedProposals : _acceptedProposals).AddRange(result.Proposals);

    /// <summary>
    /// The proposals of one incarnation that this leader has decided about, so that none is taken twice.
    /// </summary>
    private sealed class SeenProposals
    {
        private readonly SortedDictionary<ulong, bool> _decisions = [];
        private ulong _settledBelow;

        public void SettleBelow(ulong sequence)
        {
            _settledBelow = Math.Max(_settledBelow, sequence);
            while (_decisions.Count > 0 && _decisions.First().Key < _settledBelow)
            {
                _decisions.Remove(_decisions.First().Key);
            }
        }

        /// <summary>Notes a decision, unless there is one already.</summary>
        public bool Take(ulong sequence, bool accept, out bool wasAccepted)
        {
            wasAccepted = true;
            return sequence >= _settledBelow
                && !_decisions.TryGetValue(sequence, out wasAccepted)
                && _decisions.TryAdd(sequence, accept);
        }
    }
}
