using Etcdserverpb;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microkernel.Core.Audit;
using Microkernel.Core.State;
using Microkernel.Model;
using Microkernel.Model.Validation;
using Microkernel.V1;
using Object = Microkernel.V1.Object;

namespace Microkernel.Core.Api;

/// <summary>Changes declared objects: validated as a whole with what exists, then all or none.</summary>
internal sealed class ObjectWriter(
    ClusterTracker tracker, StateWriter writer, SecretVault vault, AgentChecker agents, AuditTrail trail, TimeProvider time)
{
    /// <summary>Two writers that meet try again; more often than this something else is wrong.</summary>
    private const int TriesMax = 10;

    public async Task<ApplyResponse> ApplyAsync(
        IReadOnlyList<Object> objects, bool dryRun, AuditRecord? audit, CancellationToken ct)
    {
        RefuseTwice(objects);
        for (var attempt = 0; attempt < TriesMax; attempt++)
        {
            var snapshot = tracker.Current;
            var response = new ApplyResponse();
            var changes = new List<RequestOp>();
            var after = snapshot.Objects.ToBuilder();
            var changed = new List<Object>();
            foreach (var wanted in objects)
            {
                var (next, change) = Merge(snapshot, wanted);
                response.Results.Add(new ApplyResult { Object = wanted.Reference(), Change = change });
                if (change == ApplyResult.Types.Change.Unchanged) continue;
                after[ObjectCodec.Key(next)] = next;
                changed.Add(next);
                changes.Add(StateWriter.Put(ObjectCodec.Key(next), next));
            }
            var problems = ObjectValidator.ValidateSet([.. after.Values]);
            if (problems.Count > 0) throw InvalidObjects.Exception(problems);
            var (refused, doubts) = await agents.CheckAsync(snapshot, changed, ct);
            if (refused.Count > 0) throw InvalidObjects.Exception(refused);
            response.Warnings.Add(doubts);
            response.Warnings.Add(Warnings.Find([.. after.Values]));
            if (dryRun || changes.Count == 0) return response;
            if (audit is not null)
                changes.AddRange(trail.Writes(audit, [.. changed.Select(next => new AuditChange
                {
                    Old = snapshot.Objects.GetValueOrDefault(ObjectCodec.Key(next)),
                    New = next,
                })]));
            if (await CommitAsync(snapshot, changes, ct) is not { } revision) continue;
            response.Revision = revision;
            return response;
        }
        throw new RpcException(new Status(StatusCode.Aborted, "the objects changed again and again meanwhile: try again"));
    }

    public async Task<DeleteResponse> DeleteAsync(
        IReadOnlyList<ObjectReference> references, bool dryRun, AuditRecord? audit, CancellationToken ct)
    {
        for (var attempt = 0; attempt < TriesMax; attempt++)
        {
            var snapshot = tracker.Current;
            var after = snapshot.Objects.ToBuilder();
            foreach (var reference in references)
            {
                if (!Kinds.TryGet(reference.Kind, out var kind))
                    throw new RpcException(new Status(
                        StatusCode.InvalidArgument, $"kind: '{reference.Kind}': expected one of {Kinds.Names}"));
                if (!after.Remove(ObjectCodec.Key(kind, reference.Name)))
                    throw new RpcException(new Status(
                        StatusCode.NotFound, $"{kind.Name} '{reference.Name}' is not declared"));
            }
            var problems = ObjectValidator.ValidateSet([.. after.Values]);
            if (problems.Count > 0)
                throw new RpcException(new Status(
                    StatusCode.FailedPrecondition, $"something else refers to it: {problems[0]}"));
            if (dryRun) return new DeleteResponse();
            var changes = snapshot.Objects.Keys.Where(key => !after.ContainsKey(key)).Select(StateWriter.Delete).ToList();
            if (audit is not null)
                changes.AddRange(trail.Writes(audit, [.. snapshot.Objects.Where(pair => !after.ContainsKey(pair.Key))
                    .Select(pair => new AuditChange { Old = pair.Value })]));
            if (await CommitAsync(snapshot, changes, ct) is { } revision) return new DeleteResponse { Revision = revision };
        }
        throw new RpcException(new Status(StatusCode.Aborted, "the objects changed again and again meanwhile: try again"));
    }

    private async Task<long?> CommitAsync(ClusterSnapshot snapshot, List<RequestOp> changes, CancellationToken ct)
    {
        // The guard's revision changes with each change of any object, so that what was validated is what is there.
        changes.Add(StateWriter.Put(StateKeys.ObjectsGuard, new Empty()));
        var revision = await writer.TryAsync(
            [StateWriter.AtRevision(StateKeys.ObjectsGuard, snapshot.ObjectsGuardRevision)], changes, ct);
        if (revision is { } done)
            await tracker.WaitForAsync(done, ct);
        else
            await CatchUpAsync(snapshot, ct);
        return revision;
    }

    /// <summary>Waits until this node has seen the change that got in before.</summary>
    private async Task CatchUpAsync(ClusterSnapshot stale, CancellationToken ct)
    {
        var changed = new Signal();
        tracker.Changed += changed.Set;
        try
        {
            while (tracker.Current.ObjectsGuardRevision == stale.ObjectsGuardRevision)
                await changed.WaitAsync(Timeout.InfiniteTimeSpan, time, ct);
        }
        finally
        {
            tracker.Changed -= changed.Set;
        }
    }

    private (Object Next, ApplyResult.Types.Change Change) Merge(ClusterSnapshot snapshot, Object wanted)
    {
        if (wanted.SpecCase == Object.SpecOneofCase.None)
            throw new RpcException(new Status(
                StatusCode.InvalidArgument, $"objects: '{wanted.Name()}' has no spec: expected one of {Kinds.Names}"));
        var next = wanted.Clone();
        next.Metadata ??= new ObjectMeta();
        var before = snapshot.Find(wanted.SpecCase, wanted.Name());
        if (wanted.Metadata?.Revision is > 0 and var expected && expected != (before?.Metadata.Revision ?? 0))
            throw new RpcException(new Status(StatusCode.Aborted,
                $"{wanted.Title()}: metadata.revision is {expected}, but it was changed at {before?.Metadata.Revision ?? 0}"));
        if (next.Secret is { } secret) vault.Seal(wanted.Name(), secret, before?.Secret);
        if (next.Node is { Id: 0 } node && before is not null) node.Id = before.Node.Id;
        next.Metadata.Revision = 0;
        if (before is null)
        {
            next.Metadata.Generation = 1;
            next.Metadata.Created = time.GetUtcNow().ToTimestamp();
            return (next, ApplyResult.Types.Change.Created);
        }
        if (next.Node is { } changed && changed.Id != before.Node.Id)
            throw new RpcException(new Status(StatusCode.InvalidArgument,
                $"{wanted.Title()}: spec.id: '{changed.Id}': expected {before.Node.Id}, it cannot be changed"));
        next.Metadata.Created = before.Metadata.Created;
        next.Metadata.Generation = before.Metadata.Generation;
        var same = before.Clone();
        same.Metadata.Revision = 0;
        if (same.Equals(next)) return (next, ApplyResult.Types.Change.Unchanged);
        if (!Equals(same.Spec(), next.Spec())) next.Metadata.Generation++;
        return (next, ApplyResult.Types.Change.Configured);
    }

    private static void RefuseTwice(IReadOnlyList<Object> objects)
    {
        var seen = new HashSet<(Object.SpecOneofCase, string)>();
        foreach (var wanted in objects)
            if (!seen.Add((wanted.SpecCase, wanted.Name())))
                throw new RpcException(new Status(StatusCode.InvalidArgument, $"{wanted.Title()} is declared twice"));
    }
}
