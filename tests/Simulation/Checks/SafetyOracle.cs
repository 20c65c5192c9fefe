using Microkernel.Consensus.Protocol;
using Microkernel.Linearizability;
using Microkernel.Raft.V1;
using Simulation.Clients;
using Simulation.Members;

namespace Simulation.Checks;

/// <summary>Sees all members at once and checks the safety properties of the Raft paper's figure 3.</summary>
internal sealed class SafetyOracle
{
    private readonly Dictionary<ulong, ulong> _leaderOfTerm = [];
    private readonly List<Entry> _applied = [];
    private readonly List<ulong> _committedBy = [];
    private readonly HashSet<ProposalId> _appliedProposals = [];
    private readonly HashSet<ProposalId> _refusedProposals = [];

    /// <summary>The highest index that was applied anywhere.</summary>
    public ulong LastApplied => (ulong)_applied.Count;

    public Entry Applied(ulong index) => _applied[(int)index - 1];

    /// <summary>Election safety and leader completeness: called when a member leads.</summary>
    public void Leads(RaftNode node)
    {
        if (_leaderOfTerm.TryGetValue(node.Term, out var other))
        {
            Check(other == node.Id, "election safety", $"members {other} and {node.Id} both lead term {node.Term}");
            return;
        }

        _leaderOfTerm[node.Term] = node.Id;

        // A candidate may learn late that it won, and lead a term that others have left: it lacks what was committed
        // since.
        foreach (var entry in _applied.Where(entry =>
            entry.Index > node.Log.Base.Index && _committedBy[(int)entry.Index - 1] < node.Term))
        {
            Check(
                node.Log.TermAt(entry.Index) == entry.Term,
                "leader completeness",
                $"member {node.Id} leads term {node.Term} without committed entry {entry.Index} of term {entry.Term}");
        }
    }

    /// <summary>State-machine safety: called when a member applies an entry, at the latest in the given term.</summary>
    public void Applies(ulong member, Entry entry, ulong term)
    {
        if (entry.Index <= LastApplied)
        {
            Check(
                Applied(entry.Index).Equals(entry),
                "state-machine safety",
                $"member {member} applies {entry} where another applied {Applied(entry.Index)}");
            return;
        }

        Check(
            entry.Index == LastApplied + 1,
            "state-machine safety",
            $"member {member} applies entry {entry.Index} though only {LastApplied} are known");
        _applied.Add(entry.Clone());
        _committedBy.Add(term);
        if (entry.Proposal is { } id)
        {
            Check(_appliedProposals.Add(id), "exactly once", $"{entry} is a proposal that was applied before");
            Check(!_refusedProposals.Contains(id), "refusals hold", $"{entry} is a proposal that was refused");
        }
    }

    /// <summary>Refusals hold: called when a member is told that a proposal will never be applied.</summary>
    public void Refused(ProposalId id)
    {
        _refusedProposals.Add(id);
        Check(!_appliedProposals.Contains(id), "refusals hold", $"{id} was refused after it was applied");
    }

    /// <summary>
    /// No acknowledged write is lost, and none that surely failed was done: called once there is no more to apply.
    /// </summary>
    public void CheckAnswers(IReadOnlyList<ClientRequest> requests)
    {
        foreach (var request in requests.Where(request =>
            request is { Kind: not OperationKind.Get, Status: OperationStatus.Ok }))
        {
            Check(
                request.Place <= LastApplied && NumberOf(Applied(request.Place)) == request.Number,
                "no acknowledged write is lost",
                $"{request} is not at its place {request.Place}");
        }

        var done = _applied.Select(NumberOf).ToHashSet();
        foreach (var request in requests.Where(request => request.Status == OperationStatus.Fail))
        {
            Check(!done.Contains(request.Number), "what failed had no effect", $"{request} was applied");
        }
    }

    /// <summary>Log matching: two logs that agree in an entry's term agree in all before it.</summary>
    public static void Compare(RaftNode a, RaftNode b)
    {
        var first = Math.Max(a.Log.FirstIndex, b.Log.FirstIndex);
        var agreed = false;
        var compared = 0;
        for (var index = Math.Min(a.Log.LastIndex, b.Log.LastIndex); index >= first; index--)
        {
            var same = a.Log[index].Term == b.Log[index].Term;
            Check(
                same || !agreed,
                "log matching",
                $"members {a.Id} and {b.Id} differ in entry {index} and agree in a later one");
            agreed |= same;
            if (same && compared++ < 32)
            {
                Check(
                    a.Log[index].Equals(b.Log[index]),
                    "log matching",
                    $"members {a.Id} and {b.Id} have different entries {index} of term {a.Log[index].Term}");
            }
        }
    }

    private static int? NumberOf(Entry entry) =>
        entry.PayloadCase == Entry.PayloadOneofCase.Command ? KeyValueCommand.Decode(entry.Command).Number : null;

    public static void Check(bool holds, string rule, string otherwise)
    {
        if (!holds)
        {
            throw new ViolationException(rule, otherwise);
        }
    }
}
