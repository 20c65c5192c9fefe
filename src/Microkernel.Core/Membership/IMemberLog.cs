using Microkernel.Consensus;

namespace Microkernel.Core.Membership;

/// <summary>Where it is recorded who belongs to the cluster.</summary>
internal interface IMemberLog
{
    /// <summary>The members; empty as long as the configuration says who they are.</summary>
    IReadOnlyList<RaftPeer> Members { get; }

    /// <summary>Takes a member in or out; on the leader.</summary>
    /// <exception cref="InvalidMembershipChangeException">The change does not fit.</exception>
    /// <exception cref="RaftUnavailableException">This node does not lead; nothing was changed.</exception>
    Task ChangeAsync(MembershipChange change, CancellationToken ct);
}
