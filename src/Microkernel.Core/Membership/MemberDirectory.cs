using Microkernel.Consensus;
using Microkernel.Core.Configuration;

namespace Microkernel.Core.Membership;

/// <summary>
/// Who belongs to the cluster, as Raft's log says: hosts may join and leave while it runs. Addresses that this node's
/// configuration gives go before those in the log.
/// </summary>
internal sealed class MemberDirectory(IMemberLog log, CoreOptions options)
{
    private readonly Dictionary<uint, ClusterMember> _configured = options.InitialCluster.ToDictionary(member => member.Id);
    private (IReadOnlyList<RaftPeer> Peers, IReadOnlyList<ClusterMember> Members)? _known;

    /// <summary>Members that vote or will, by number; before this node has any log, those of its configuration.</summary>
    public IReadOnlyList<ClusterMember> All
    {
        get
        {
            var peers = log.Members;
            if (peers.Count == 0) return options.InitialCluster;
            if (_known is not { } known || !ReferenceEquals(known.Peers, peers))
                _known = known = (peers, [.. peers.Where(IsOurs).OrderBy(peer => peer.Id).Select(Describe)]);
            return known.Members;
        }
    }

    /// <summary>Finds a member by its name; null when there is none.</summary>
    public ClusterMember? Find(string name) => All.FirstOrDefault(member => member.Name == name);

    /// <summary>Finds a member by its number; null when there is none.</summary>
    public ClusterMember? Find(ulong id) => All.FirstOrDefault(member => member.Id == id);

    /// <summary>Returns a member by its name.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public ClusterMember Get(string name) =>
        Find(name) ?? throw new KeyNotFoundException($"{name} is not a member of this cluster");

    /// <summary>etcd's clients can add members that have neither name nor core.</summary>
    private static bool IsOurs(RaftPeer peer) => peer.Name.Length > 0 && peer.Id <= uint.MaxValue;

    private ClusterMember Describe(RaftPeer peer)
    {
        var id = (uint)peer.Id;
        var addresses = _configured.TryGetValue(id, out var configured) && configured.Name == peer.Name
            ? configured.Addresses
            : peer.Addresses;
        return new ClusterMember(peer.Name, id, addresses, peer.IsWitness);
    }
}
