using Etcdserverpb;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microkernel.Consensus;
using Microkernel.Core.Events;
using Microkernel.Core.Membership;
using Microkernel.Core.State;
using Microkernel.Model;
using Microkernel.Model.Validation;
using Microkernel.Node.V1;
using Microkernel.Security;
using Microkernel.Store;
using Microkernel.V1;
using Object = Microkernel.V1.Object;
using Role = Microkernel.Security.Role;

namespace Microkernel.Core.Security;

/// <summary>
/// On the leader, takes a node out of the cluster: first out of the group that votes, then out of what is declared. Asked
/// again after a fault in between, it does the rest.
/// </summary>
internal sealed class NodeRemoval(
    ClusterTracker tracker, StateWriter writer, MemberDirectory members, IMemberLog log, IQuorum quorum,
    EventRecorder events, NodeIdentity self, TimeProvider time)
{
    public async Task LeaveAsync(string node, CancellationToken ct)
    {
        var snapshot = tracker.Current;
        var member = members.Find(node);
        if (member is null && snapshot.Find(Object.SpecOneofCase.Node, node) is null)
            throw SecurityErrors.NotFound($"there is no node {node}");
        CheckIdle(snapshot, node);
        var changes = Forget(snapshot, node);
        if (member is not null)
        {
            if (!members.All.Any(other => !other.IsWitness && other.Name != node))
                throw SecurityErrors.Precondition($"{node} is the last member that can lead");
            if (node == self.Node) await HandOverAsync(node, ct);
            try
            {
                await log.ChangeAsync(new MembershipChange().Remove(member.Id), ct);
            }
            catch (RaftUnavailableException e)
            {
                throw new RpcException(new Status(StatusCode.Unavailable, e.Message));
            }
            catch (InvalidMembershipChangeException e)
            {
                throw SecurityErrors.Precondition(e.Message);
            }
        }
        var revision = await writer.TryAsync(
            [StateWriter.AtRevision(StateKeys.ObjectsGuard, snapshot.ObjectsGuardRevision)], changes, ct)
            ?? throw new RpcException(new Status(StatusCode.Unavailable, "objects were changed meanwhile: try again"));
        await tracker.WaitForAsync(revision, ct);
        events.Record(EventFactory.About(
            "Node", node, "NodeRemoved", Severity.Info, $"{node} was taken out of the cluster"));
    }

    private static void CheckIdle(ClusterSnapshot snapshot, string node)
    {
        if (snapshot.Members.GetValueOrDefault(node)?.State == MemberState.Unclean)
            throw SecurityErrors.Precondition($"{node} is lost and not fenced: it may run anything");
        var running = snapshot.Resources.Where(pair => pair.Key.Node == node && pair.Value.State != RecordedState.Stopped)
            .Select(pair => pair.Key.Resource).ToList();
        if (running.Count > 0 && snapshot.Members.GetValueOrDefault(node)?.State != MemberState.Offline)
            throw SecurityErrors.Precondition(
                $"{node} runs {string.Join(", ", running)}: set it standby and wait until nothing runs there");
    }

    /// <summary>What the store holds of a node, and what trusts it.</summary>
    private List<RequestOp> Forget(ClusterSnapshot snapshot, string node)
    {
        var after = snapshot.Objects.ToBuilder();
        var changes = new List<RequestOp>();
        foreach (var ring in RingPlaces.WithoutMember(snapshot, node))
        {
            after[ObjectCodec.Key(ring)] = ring;
            changes.Add(StateWriter.Put(ObjectCodec.Key(ring), ring));
        }
        var key = ObjectCodec.Key(Kinds.Get(Object.SpecOneofCase.Node), node);
        after.Remove(key);
        var problems = ObjectValidator.ValidateSet([.. after.Values]);
        if (problems.Count > 0) throw SecurityErrors.Precondition($"something else refers to {node}: {problems[0]}");
        changes.Add(StateWriter.Delete(key));
        changes.Add(StateWriter.Delete(StateKeys.Report(node)));
        changes.Add(StateWriter.Delete(StateKeys.Member(node)));
        changes.Add(StateWriter.Delete(StateKeys.FenceRequest(node)));
        changes.Add(StateWriter.Delete(StateKeys.FenceResult(node)));
        changes.Add(StateWriter.Delete(StateKeys.TrustOf(node)));
        changes.Add(DeleteAll($"{StateKeys.Resources}{node}/"));
        changes.Add(DeleteAll($"{StateKeys.Cleanups}{node}/"));
        var certificates = snapshot.Issued
            .Where(pair => pair.Value.Name == node && pair.Value.Role == Role.Node.Text()).ToDictionary();
        // A founding node's first certificate was issued before there was a store to note it in.
        if (snapshot.Trust.GetValueOrDefault(node) is { Serial.Length: > 0 } trust)
            certificates.TryAdd(trust.Serial, new IssuedRecord
            {
                NotAfter = (time.GetUtcNow() + ClusterFounder.NodeLifetime).ToTimestamp(),
            });
        changes.AddRange(CertificateDesk.Revocations(certificates, $"{node} has left"));
        changes.Add(StateWriter.Put(StateKeys.ObjectsGuard, new Empty()));
        return changes;
    }

    private async Task HandOverAsync(string node, CancellationToken ct)
    {
        var heir = members.All.Where(other => other.Name != node)
            .OrderBy(other => other.IsWitness).ThenBy(other => quorum.SinceAnswer(other.Name) ?? TimeSpan.MaxValue).First();
        await quorum.HandOverAsync(heir.Name, ct);
        throw new RpcException(new Status(StatusCode.Unavailable, $"{node} led; it has handed over: ask again"));
    }

    private static RequestOp DeleteAll(string prefix)
    {
        var key = ByteString.CopyFromUtf8(prefix);
        return new RequestOp { RequestDeleteRange = new DeleteRangeRequest { Key = key, RangeEnd = KeyPrefix.EndOf(key) } };
    }
}
