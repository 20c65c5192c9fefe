using Etcdserverpb;
using Google.Protobuf.WellKnownTypes;
using Microkernel.Core.Membership;
using Microkernel.Core.State;
using Microkernel.Core.Transitions;
using Microkernel.Node.V1;
using Microkernel.Security;

namespace Microkernel.Core.Security;

/// <summary>
/// On the leader: lets a new authority issue once every node trusts it, and forgets tokens, certificates and revocations
/// that are over. On a node that lacks a data key: fetches it.
/// </summary>
internal sealed partial class SecurityUpkeep(
    IQuorum quorum, ClusterTracker tracker, StateWriter writer, MemberDirectory members, NodeClients nodes,
    DataKeyRing ring, DataKeyHolder holder, NodeIdentity self, TimeProvider time, ILogger<SecurityUpkeep> logger)
    : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2), CallTimeout = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await timer.WaitForNextTickAsync(stoppingToken);
                await FetchKeysAsync(stoppingToken);
                if (!quorum.IsLeader) continue;
                await LetNewAuthorityIssueAsync(stoppingToken);
                await ForgetAsync(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(logger, e.Message);
            }
            catch (OperationCanceledException)
            {
                break;
            }
        }
    }

    /// <summary>This node was away when the data key changed.</summary>
    private async Task FetchKeysAsync(CancellationToken ct)
    {
        if (!ring.CanSeal || tracker.Current.HeartbeatKey is not { } key ||
            DataKeyRing.KeyOf(key.Current.SealedSecret.Span) is not { } id || id <= ring.NewestId ||
            quorum.Leader.Length == 0 || quorum.Leader == self.Node)
            return;
        var response = await new TrustService.TrustServiceClient(nodes.To(quorum.Leader)).GetDataKeysAsync(
            new GetDataKeysRequest(), deadline: DateTime.UtcNow + CallTimeout, cancellationToken: ct);
        holder.Replace([.. response.Keys.Select(item => new DataKey(item.Id, item.Key.ToByteArray()))]);
        LogFetched(logger, ring.NewestId);
    }

    private async Task LetNewAuthorityIssueAsync(CancellationToken ct)
    {
        var snapshot = tracker.Current;
        if (snapshot.Authority is not { Authorities.Count: > 1 } record || record.Authorities[^1].Issues) return;
        var fingerprint = AuthorityKeeper.FingerprintOf(record.Authorities[^1]);
        if (!members.All.All(member =>
                snapshot.Trust.GetValueOrDefault(member.Name)?.Authorities.Contains(fingerprint) == true))
            return;
        var changed = record.Clone();
        foreach (var stored in changed.Authorities) stored.Issues = false;
        changed.Authorities[^1].Issues = true;
        await writer.TryAsync(
            [StateWriter.AtRevision(StateKeys.Authority, snapshot.AuthorityRevision)],
            [StateWriter.Put(StateKeys.Authority, changed)], ct);
        LogIssues(logger, fingerprint);
    }

    private async Task ForgetAsync(CancellationToken ct)
    {
        var snapshot = tracker.Current;
        var now = time.GetUtcNow().ToTimestamp();
        var over = new List<RequestOp>();
        over.AddRange(snapshot.Tokens.Where(pair => pair.Value.NotAfter < now)
            .Select(pair => StateWriter.Delete(StateKeys.Token(pair.Key))));
        over.AddRange(snapshot.Issued.Where(pair => pair.Value.NotAfter < now)
            .Select(pair => StateWriter.Delete(StateKeys.IssuedCertificate(pair.Key))));
        over.AddRange(snapshot.Revoked.Where(pair => pair.Value.NotAfter < now)
            .Select(pair => StateWriter.Delete(StateKeys.Revocation(pair.Key))));
        if (over.Count > 0) await writer.TryAsync([], over, ct);
    }
}
