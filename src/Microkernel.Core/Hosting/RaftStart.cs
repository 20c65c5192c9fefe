using Microkernel.Consensus;
using Microkernel.Core.Configuration;
using Microkernel.Store.Backups;

namespace Microkernel.Core.Hosting;

/// <summary>Puts the core's settings into Raft's terms.</summary>
internal static class RaftStart
{
    public static RaftMemberOptions Options(CoreOptions options)
    {
        var raft = new RaftMemberOptions
        {
            ClusterId = ClusterToken.ClusterId(options.Cluster, options.DataDirectory),
            Id = options.Self.Id,
            JoinExistingCluster = options.JoinsExisting,
            DataDirectory = Path.Combine(options.DataDirectory, "raft"),
            TickInterval = options.RaftHeartbeat,
            HeartbeatTicks = 1,
            ElectionTicks = (int)Math.Ceiling(options.RaftElection / options.RaftHeartbeat),
        };
        foreach (var member in options.InitialCluster)
            raft.Peers.Add(new RaftPeer(member.Id, member.Name, member.Addresses, member.IsWitness));
        return raft;
    }
}
