using Microkernel.Consensus;
using Microkernel.Consensus.Hosting;
using Microkernel.Linearizability;
using Simulation.Clients;

namespace Simulation.Members;

/// <summary>The requests of clients that wait on one member.</summary>
internal sealed class MemberRequests(SimulatedMember member, ClientHistory history)
{
    private readonly List<Pending> _pending = [];

    public int Count => _pending.Count;

    /// <summary>Takes a request, and goes on with the client once it is answered.</summary>
    public void Take(ClientRequest request, Action then)
    {
        var deadline = member.Time.GetTimestamp() + request.PatienceMs;
        if (request.Kind == OperationKind.Get)
        {
            var read = new PendingRead(deadline) { TakesLease = request.TakesLease };
            _pending.Add(new Pending(request, read.Completion.Task, then));
            member.WhenRunning(() => member.Desk.Add(read));
        }
        else
        {
            var proposal = new PendingProposal(KeyValueCommand.Of(request).Encode(), null, deadline);
            _pending.Add(new Pending(request, proposal.Completion, then));
            member.WhenRunning(() => member.Desk.Add(proposal));
        }
    }

    /// <summary>Answers clients as a member does, right after a round.</summary>
    public void Answer()
    {
        foreach (var pending in _pending.Where(pending => pending.Task.IsCompleted).ToList())
        {
            _pending.Remove(pending);
            End(pending, StatusOf(pending));
        }
    }

    /// <summary>The process ended: nobody learns anything.</summary>
    public void Lose()
    {
        foreach (var pending in _pending.ToList())
        {
            _pending.Remove(pending);
            End(pending, OperationStatus.Unknown);
        }
    }

    private OperationStatus StatusOf(Pending pending)
    {
        switch (pending.Task)
        {
            case { IsCompletedSuccessfully: false }:
                return pending.Task.Exception?.InnerException is RaftUnavailableException
                    ? OperationStatus.Fail : OperationStatus.Unknown;
            case Task<object?> write:
                (pending.Request.Place, pending.Request.Answer) = ((ulong, bool))write.Result!;
                break;
            default:
                pending.Request.ValueRead = member.Machine.Read(pending.Request.Key);
                pending.Request.Answer = pending.Request.ValueRead is not null;
                pending.Request.Place = member.Machine.AppliedIndex;
                break;
        }

        return OperationStatus.Ok;
    }

    private void End(Pending pending, OperationStatus status)
    {
        history.End(pending.Request, status);
        member.Trace($"answers {pending.Request}");
        pending.Then();
    }

    private sealed record Pending(ClientRequest Request, Task Task, Action Then);
}
