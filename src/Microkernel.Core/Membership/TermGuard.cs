using Grpc.Core;

namespace Microkernel.Core.Membership;

/// <summary>Refuses orders of a term lower than this node has seen, by orders or by Raft itself.</summary>
internal sealed class TermGuard(Func<ulong> raftTerm)
{
    private ulong _highest;

    /// <exception cref="RpcException">ABORTED: a newer leader gives orders.</exception>
    public void Check(ulong term)
    {
        var seen = Math.Max(Interlocked.Read(ref _highest), raftTerm());
        if (term < seen)
            throw new RpcException(new Status(StatusCode.Aborted, $"term {term} is over: this node has seen {seen}"));
        Interlocked.Exchange(ref _highest, term);
    }
}
