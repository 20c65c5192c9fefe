using Microkernel.Consensus;
using Microkernel.Core.Membership;

namespace Microkernel.Core.Hosting;

/// <summary>The members as the embedded Raft's log has them.</summary>
internal sealed class RaftMemberLog(RaftMember raft) : IMemberLog
{
    public IReadOnlyList<RaftPeer> Members => raft.Status.Members;

    public Task ChangeAsync(MembershipChange change, CancellationToken ct) => raft.ChangeMembershipAsync(change, ct);
}
