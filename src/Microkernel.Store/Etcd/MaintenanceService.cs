using Etcdserverpb;
using Google.Protobuf;
using Grpc.Core;
using Microkernel.Store.Replication;
using Microkernel.Store.Snapshots;

namespace Microkernel.Store.Etcd;

/// <summary>etcd's Maintenance service.</summary>
internal sealed class MaintenanceService(ReplicatedKeyValueStore store, IClusterControl cluster)
    : Maintenance.MaintenanceBase
{
    /// <summary>The version of etcd's API that is served.</summary>
    private const string ApiVersion = "3.4.0";

    public override async Task<AlarmResponse> Alarm(AlarmRequest request, ServerCallContext context)
    {
        if (request.Action != AlarmRequest.Types.AlarmAction.Get)
            return await store.AlarmAsync(request, context.CancellationToken);
        await store.Log.WaitForReadAsync(context.CancellationToken);
        var response = new AlarmResponse { Header = store.Header() };
        lock (store.Replica.Gate)
            response.Alarms.AddRange(store.Replica.Contents.Alarms.Do(request));
        return response;
    }

    public override Task<StatusResponse> Status(StatusRequest request, ServerCallContext context)
    {
        var response = new StatusResponse
        {
            Header = store.Header(),
            Version = ApiVersion,
            Leader = store.Log.LeaderId,
            RaftIndex = cluster.CommitIndex,
            RaftTerm = store.Log.Term,
            RaftAppliedIndex = cluster.AppliedIndex,
            DbSizeQuota = store.Options.QuotaBytes,
            IsLearner = cluster.Members.Any(member => member.ID == store.Log.MemberId && member.IsLearner),
        };
        if (response.Leader == 0)
            response.Errors.Add(StoreError.NoLeader.Status.Detail);
        lock (store.Replica.Gate)
        {
            response.DbSize = response.DbSizeInUse = store.Replica.Contents.Keys.SizeBytes;
            foreach (var raised in store.Replica.Contents.Alarms.All)
                response.Errors.Add($"memberID:{raised.MemberID} alarm:{raised.Alarm.ToString().ToUpperInvariant()} ");
        }

        return Task.FromResult(response);
    }

    public override Task<DefragmentResponse> Defragment(DefragmentRequest request, ServerCallContext context) =>
        Task.FromResult(new DefragmentResponse { Header = store.Header() });

    public override Task<HashResponse> Hash(HashRequest request, ServerCallContext context)
    {
        using var snapshot = StoreSnapshot.Capture(store.Replica);
        return Task.FromResult(new HashResponse
        {
            Header = Header(snapshot.Revision),
            Hash = snapshot.Hash(snapshot.Revision),
        });
    }

    public override Task<HashKVResponse> HashKV(HashKVRequest request, ServerCallContext context)
    {
        using var snapshot = StoreSnapshot.Capture(store.Replica);
        long revision = request.Revision > 0 ? request.Revision : snapshot.Revision;
        if (revision > snapshot.Revision)
            throw new StoreException(StoreError.FutureRevision);
        if (revision < snapshot.CompactRevision)
            throw new StoreException(StoreError.Compacted);
        return Task.FromResult(new HashKVResponse
        {
            Header = Header(snapshot.Revision),
            Hash = snapshot.Hash(revision),
            CompactRevision = snapshot.CompactRevision,
            HashRevision = revision,
        });
    }

    public override async Task Snapshot(
        SnapshotRequest request, IServerStreamWriter<SnapshotResponse> responseStream, ServerCallContext context)
    {
        using var snapshot = StoreSnapshot.Capture(store.Replica);
        var header = Header(snapshot.Revision);
        await foreach (var (chunk, remaining) in SnapshotDownload.RunAsync(snapshot, context.CancellationToken))
        {
            var response = new SnapshotResponse
            {
                Header = header,
                Blob = UnsafeByteOperations.UnsafeWrap(chunk),
                RemainingBytes = (ulong)remaining,
            };
            await responseStream.WriteAsync(response, context.CancellationToken);
        }
    }

    public override async Task<MoveLeaderResponse> MoveLeader(MoveLeaderRequest request, ServerCallContext context)
    {
        if (store.Log.LeaderId != store.Log.MemberId)
            throw new StoreException(StoreError.NotLeader);
        if (cluster.Members.All(member => member.ID != request.TargetID))
            throw new StoreException(StoreError.BadLeaderTransferee);
        await cluster.TransferLeadershipAsync(request.TargetID, context.CancellationToken);
        return new MoveLeaderResponse { Header = store.Header() };
    }

    private ResponseHeader Header(long revision)
    {
        var header = new ResponseHeader { Revision = revision };
        store.Complete(header);
        return header;
    }
}
