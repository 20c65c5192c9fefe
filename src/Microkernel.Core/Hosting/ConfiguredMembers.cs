using Microkernel.Consensus;
using Microkernel.Core.Membership;

namespace Microkernel.Core.Hosting;

/// <summary>The members that each node's configuration names, where the store has no members of its own.</summary>
internal sealed class ConfiguredMembers : IMemberLog
{
    public IReadOnlyList<RaftPeer> Members => [];

    public Task ChangeAsync(MembershipChange change, CancellationToken ct) => throw new InvalidMembershipChangeException(
        "the state is in an external etcd: members are those of initial-cluster, which is the same on each node");
}
