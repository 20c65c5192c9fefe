using Etcdserverpb;

namespace Microkernel.Store.Replication;

/// <summary>What operators may see and change of the cluster. Failures are <see cref="StoreException"/>s.</summary>
internal interface IClusterControl
{
    /// <summary>Gets the members, by number.</summary>
    IReadOnlyList<Member> Members { get; }

    /// <summary>Gets the last place of the log that is known to be committed.</summary>
    ulong CommitIndex { get; }

    /// <summary>Gets the last place of the log that is applied here.</summary>
    ulong AppliedIndex { get; }

    /// <summary>Adds a member, of which only the addresses are known.</summary>
    Task<Member> AddMemberAsync(IReadOnlyList<string> peerUrls, bool learner, CancellationToken cancellationToken);

    Task RemoveMemberAsync(ulong id, CancellationToken cancellationToken);

    Task UpdateMemberAsync(ulong id, IReadOnlyList<string> peerUrls, CancellationToken cancellationToken);

    Task PromoteMemberAsync(ulong id, CancellationToken cancellationToken);

    Task TransferLeadershipAsync(ulong target, CancellationToken cancellationToken);
}
