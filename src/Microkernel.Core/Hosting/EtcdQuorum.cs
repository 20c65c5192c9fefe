using Microkernel.Core.Membership;
using Microkernel.Store.Elections;

namespace Microkernel.Core.Hosting;

/// <summary>
/// What an external etcd says of who decides. A node that etcd has answered within its lease is in touch with a quorum:
/// etcd's own, for it answers leases only with one.
/// </summary>
/// <param name="election">This node's candidacy.</param>
/// <param name="endpoints">How many members of etcd the settings name.</param>
internal sealed class EtcdQuorum(LeaderElection election, int endpoints) : IQuorum
{
    public event Action? Changed
    {
        add => election.Changed += value;
        remove => election.Changed -= value;
    }

    public bool HasQuorum => election.State.IsInTouch;

    public bool IsLeader => election.State.IsLeader;

    public ulong Term => election.State.Term;

    public string Leader => election.State.Leader;

    public int Voters => endpoints;

    /// <summary>Cores do not talk to each other here: only heartbeats tell who lives.</summary>
    public TimeSpan? SinceAnswer(string node) => null;

    /// <summary>Has some other node lead: which one is for them to settle.</summary>
    public Task HandOverAsync(string node, CancellationToken ct) => election.ResignAsync(ct);
}
