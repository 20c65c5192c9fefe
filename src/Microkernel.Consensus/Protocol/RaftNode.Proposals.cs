using Microkernel.Raft.V1;

namespace Microkernel.Consensus.Protocol;

/// <summary>
/// Proposals. A proposal is appended in exactly the term in which it was made, or never: whoever applies an entry of
/// a later term knows that those not applied before it never will be.
/// </summary>
internal sealed partial class RaftNode
{
    private readonly Dictionary<(ulong Member, ulong Incarnation), ulong> _acceptedProposals = [];
    private ulong _lastLedTerm;

    /// <summary>Proposes entries that hold a command and a proposal id each.</summary>
    public ProposalFate Propose(IReadOnlyList<Entry> entries)
    {
        if (Role != RaftRole.Leader)
        {
            if (LeaderId == 0)
            {
                return ProposalFate.NoLeader;
            }

            var request = new ProposalRequest();
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

    private void HandleProposalRequest(Message message)
    {
        var entries = message.ProposalRequest.Entries;
        if (Role != RaftRole.Leader || !TakesProposals || IsOverloaded)
        {
            RefuseProposals(message);
            return;
        }

        var accepted = new ProposalResult();
        var news = new List<Entry>();
        foreach (var entry in entries)
        {
            var origin = (entry.Proposal.MemberId, entry.Proposal.Incarnation);
            if (_acceptedProposals.TryGetValue(origin, out var last) && entry.Proposal.Sequence <= last
                && !IsDefective(PlantedDefects.AcceptRepeatedProposals))
            {
                // Repeated or overtaken by the network: say nothing, for the first may have been taken.
                continue;
            }

            _acceptedProposals[origin] = entry.Proposal.Sequence;
            news.Add(entry.Clone());
            accepted.Proposals.Add(entry.Proposal);
        }

        if (news.Count > 0)
        {
            AppendProposals(news);
            accepted.Index = _log.LastIndex;
            Send(message.From, new Message { ProposalResult = accepted });
        }
    }

    private void RefuseProposals(Message message)
    {
        bool MayBeTaken(Entry entry) => Role == RaftRole.Leader && message.Term == _term
            ? _acceptedProposals.TryGetValue((entry.Proposal.MemberId, entry.Proposal.Incarnation), out var last)
                && entry.Proposal.Sequence <= last
            : message.Term <= _lastLedTerm;

        // Whoever led in that term cannot know any more whether an earlier copy of the message was taken.
        var refused = message.ProposalRequest.Entries.Where(entry => !MayBeTaken(entry)).ToList();
        if (refused.Count > 0)
        {
            var result = new ProposalResult { Refused = true };
            result.Proposals.AddRange(refused.Select(entry => entry.Proposal));
            Send(message.From, new Message { ProposalResult = result });
        }
    }

    private void HandleProposalResult(ProposalResult result)
    {
        if (result.Refused)
        {
            _refusedProposals.AddRange(result.Proposals);
        }
    }
}
