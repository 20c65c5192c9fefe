using Microkernel.Consensus;
using Microkernel.Core.Configuration;
using Microkernel.Core.State;
using Microkernel.Node.V1;

namespace Microkernel.Core.Membership;

/// <summary>
/// On the leader, gives founding members that lost their vote to a takeover it back once they are online and have
/// caught up; and of two voters takes that of one that has left in order, so that the other keeps its quorum.
/// </summary>
internal sealed partial class VoterUpkeep(
    RaftMember raft, CoreOptions options, ClusterTracker tracker, TimeProvider time, ILogger<VoterUpkeep> logger)
    : BackgroundService
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(500);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(LookInterval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                var status = raft.Status;
                if (!status.IsQuorateLeader || status.OutgoingVoters.Count > 0) continue;
                try
                {
                    await LookAsync(status, stoppingToken);
                }
                catch (Exception e) when (e is ProposalException or InvalidMembershipChangeException)
                {
                    LogUnchanged(logger, e.Message);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The core stops.
        }
    }

    private async Task LookAsync(RaftStatus status, CancellationToken ct)
    {
        foreach (var member in options.InitialCluster)
        {
            if (member.Id == status.Id) continue;
            var peer = new RaftPeer(member.Id, member.Name, member.Addresses, member.IsWitness);
            if (status.CaughtUpLearners.Contains(member.Id) && IsOnline(member.Name))
            {
                await raft.ChangeMembershipAsync(new MembershipChange().AddVoter(peer), ct);
                LogReturned(logger, member.Name);
                return;
            }
            if (status.Voters.Count == 2 && status.Voters.Contains(member.Id) && HasLeft(member.Name))
            {
                await raft.ChangeMembershipAsync(new MembershipChange().AddLearner(peer), ct);
                LogLeft(logger, member.Name);
                return;
            }
        }
    }

    private bool IsOnline(string node) =>
        tracker.Current.Members.GetValueOrDefault(node)?.State == MemberState.Online && !Said(node);

    private bool HasLeft(string node) =>
        tracker.Current.Members.GetValueOrDefault(node) is { State: MemberState.Offline, Proof: null } && Said(node);

    private bool Said(string node) => tracker.Current.Reports.GetValueOrDefault(node)?.Left ?? false;
}
