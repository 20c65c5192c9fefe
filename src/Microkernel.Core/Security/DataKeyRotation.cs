using Etcdserverpb;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microkernel.Core.Heartbeat;
using Microkernel.Core.Membership;
using Microkernel.Core.State;
using Microkernel.Core.Transitions;
using Microkernel.Model;
using Microkernel.Node.V1;
using Microkernel.Security;
using Microkernel.V1;
using Object = Microkernel.V1.Object;

namespace Microkernel.Core.Security;

/// <summary>
/// On the leader, changes the data key: every node has the new one on its disk before anything is sealed with it. The old
/// one stays until the next change, for what is sealed with it just now.
/// </summary>
internal sealed class DataKeyRotation(
    ClusterTracker tracker, StateWriter writer, SecretVault vault, AuthorityKeeper authority, DataKeyRing ring,
    DataKeyHolder holder, MemberDirectory members, NodeClients nodes, NodeIdentity self)
{
    private const int KeptKeys = 2;
    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(5);

    public async Task<RotateDataKeyResponse> RotateAsync(CancellationToken ct)
    {
        if (!ring.CanSeal) throw SecurityErrors.Precondition($"{self.Node} has no data key: nothing is sealed in this cluster");
        var keys = ring.Keys.Prepend(Microkernel.Security.DataKey.Create(ring.NewestId + 1)).Take(KeptKeys).ToList();
        // First everybody is asked, so that a node that is away stops it before anything has changed.
        foreach (var member in Others()) await AskAsync(member.Name, ring.Keys, ct);
        foreach (var member in Others()) await AskAsync(member.Name, keys, ct);
        holder.Replace(keys);
        return new RotateDataKeyResponse { Id = ring.NewestId, Resealed = await ResealAsync(ct) };
    }

    /// <summary>Seals with the newest key what is sealed with another one; answers how much.</summary>
    public async Task<uint> ResealAsync(CancellationToken ct)
    {
        const int TriesMax = 10;
        for (var attempt = 0; attempt < TriesMax; attempt++)
        {
            var snapshot = tracker.Current;
            var changes = Changes(snapshot);
            if (changes.Count == 0) return 0;
            var count = (uint)changes.Count;
            changes.Add(StateWriter.Put(StateKeys.ObjectsGuard, new Empty()));
            var revision = await writer.TryAsync(
                [
                    StateWriter.AtRevision(StateKeys.ObjectsGuard, snapshot.ObjectsGuardRevision),
                    StateWriter.AtRevision(StateKeys.Authority, snapshot.AuthorityRevision),
                ], changes, ct);
            if (revision is { } done)
            {
                await tracker.WaitForAsync(done, ct);
                return count;
            }
            await Task.Delay(TimeSpan.FromMilliseconds(50), ct);
        }
        throw new RpcException(new Status(StatusCode.Aborted, "objects changed again and again meanwhile: try again"));
    }

    private IEnumerable<Configuration.ClusterMember> Others() => members.All.Where(member => member.Name != self.Node);

    private async Task AskAsync(string node, IReadOnlyList<Microkernel.Security.DataKey> keys, CancellationToken ct)
    {
        try
        {
            await new TrustService.TrustServiceClient(nodes.To(node)).PutDataKeysAsync(
                new PutDataKeysRequest { Keys = { TrustServiceImpl.Messages(keys) } },
                deadline: DateTime.UtcNow + CallTimeout, cancellationToken: ct);
        }
        catch (RpcException e)
        {
            throw SecurityErrors.Precondition($"{node} does not take the key: {e.Status.Detail}");
        }
    }

    private List<RequestOp> Changes(ClusterSnapshot snapshot)
    {
        var changes = new List<RequestOp>();
        foreach (var secret in snapshot.OfKind(Object.SpecOneofCase.Secret))
        {
            var resealed = secret.Clone();
            resealed.Metadata.Revision = 0;
            if (vault.Reseal(secret.Metadata.Name, resealed.Secret))
                changes.Add(StateWriter.Put(ObjectCodec.Key(resealed), resealed));
        }
        if (snapshot.HeartbeatKey is { } key &&
            KeyRotation.InOrder(key).Any(material => DataKeyRing.KeyOf(material.SealedSecret.Span) != ring.NewestId))
            changes.Add(StateWriter.Put(StateKeys.HeartbeatKey, vault.Reseal(key)));
        if (snapshot.Authority is { } record &&
            record.Authorities.Any(stored => DataKeyRing.KeyOf(stored.SealedKey.Span) != ring.NewestId))
            changes.Add(StateWriter.Put(
                StateKeys.Authority, new AuthorityRecord { Authorities = { record.Authorities.Select(authority.Reseal) } }));
        return changes;
    }
}
