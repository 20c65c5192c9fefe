using Microkernel.Consensus;
using Microkernel.Core.Hosting;
using Microkernel.Core.State;
using Object = Microkernel.V1.Object;

namespace Microkernel.Core.Membership;

/// <summary>On the leader, lets members vote that have caught up. Learners that are no declared node stay what they are.</summary>
internal sealed partial class MemberPromoter(
    RaftMember raft, ContactTransport contacts, ClusterTracker tracker, IQuorum quorum, TimeProvider time,
    ILogger<MemberPromoter> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    /// <summary>Silence beyond which a member is not there to vote.</summary>
    private static readonly TimeSpan SilenceMax = TimeSpan.FromSeconds(1);

    /// <summary>Entries that a member may lack: that much is on its way while a cluster works.</summary>
    private const ulong LagMax = 100;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                if (quorum.IsLeader && raft.Status.Learners.Count > 0)
                    await PromoteAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The core stops.
        }
    }

    private async Task PromoteAsync(CancellationToken ct)
    {
        var status = raft.Status;
        foreach (var peer in status.Members.Where(peer => status.Learners.Contains(peer.Id)))
        {
            if (tracker.Current.Find(Object.SpecOneofCase.Node, peer.Name) is null ||
                !(contacts.SinceAnswer(peer.Id) < SilenceMax) || contacts.Acknowledged(peer.Id) + LagMax < status.CommitIndex)
                continue;
            try
            {
                await raft.ChangeMembershipAsync(new MembershipChange().AddVoter(peer), ct);
                LogPromoted(logger, peer.Name);
            }
            catch (Exception e) when (e is RaftUnavailableException or InvalidMembershipChangeException
                or ProposalOutcomeUnknownException)
            {
                LogNotPromoted(logger, peer.Name, e.Message);
            }
        }
    }
}
