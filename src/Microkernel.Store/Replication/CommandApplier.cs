using Etcdserverpb;
using Google.Protobuf;
using Microkernel.Store.Leases;
using Microkernel.Store.V1;

namespace Microkernel.Store.Replication;

/// <summary>Does what the log says. The caller holds the gate.</summary>
internal sealed class CommandApplier(StoreReplica replica, TimeProvider time)
{
    /// <summary>Compacted changes that one command may free beside its own work: about 100 microseconds.</summary>
    private const int ForgetPerCommand = 256;

    /// <summary>Compacted changes that a compaction frees at once.</summary>
    private const int ForgetPerCompaction = 4096;

    /// <summary>Applies a command.</summary>
    /// <returns>The response message, or the <see cref="StoreError"/>; for a command without a client null.</returns>
    public object? Apply(Command command)
    {
        var contents = replica.Contents;
        switch (command.RequestCase)
        {
            case Command.RequestOneofCase.Put:
                return contents.Alarms.NoSpace ? StoreError.NoSpace : Published(contents.Applier.Put(command.Put));
            case Command.RequestOneofCase.DeleteRange:
                return Published(contents.Applier.DeleteRange(command.DeleteRange));
            case Command.RequestOneofCase.Txn:
                return contents.Alarms.NoSpace && Puts(command.Txn)
                    ? StoreError.NoSpace
                    : Published(contents.Applier.Txn(command.Txn));
            case Command.RequestOneofCase.Compact:
                return Compact(command.Compact);
            case Command.RequestOneofCase.Reclaim:
                Reclaim(command.Reclaim);
                return null;
            case Command.RequestOneofCase.LeaseGrant:
                return Grant(command.LeaseGrant);
            case Command.RequestOneofCase.LeaseRevoke:
                return Revoke(command.LeaseRevoke);
            case Command.RequestOneofCase.LeaseKeepAlive:
                return KeepAlive(command.LeaseKeepAlive);
            case Command.RequestOneofCase.LeaseExpiry:
                Expire(command.LeaseExpiry);
                return null;
            case Command.RequestOneofCase.Alarm:
                var response = new AlarmResponse { Header = Header() };
                response.Alarms.AddRange(contents.Alarms.Do(command.Alarm));
                return response;
            default:
                throw new InvalidDataException(
                    "The log holds a command that this version does not know; members must run the same version.");
        }
    }

    /// <summary>Does some of the work that compactions have left.</summary>
    public void Forget() => replica.Contents.Keys.Forget(ForgetPerCommand);

    private object Published(object response)
    {
        replica.Watches.Publish(replica.Contents.Applier.Changes);
        return response;
    }

    private object Compact(CompactionRequest request)
    {
        var keys = replica.Contents.Keys;
        if (request.Revision <= keys.CompactRevision)
            return StoreError.Compacted;
        if (request.Revision > keys.Revision)
            return StoreError.FutureRevision;
        keys.Compact(request.Revision);
        keys.Forget(request.Physical ? int.MaxValue : ForgetPerCompaction);
        return new CompactionResponse { Header = Header() };
    }

    private void Reclaim(Reclaim request)
    {
        // What was written since then is left alone: it may be all that there is room for.
        var keys = replica.Contents.Keys;
        if (request.Revision < keys.FirstChange || request.Revision > keys.Revision)
            return;
        keys.Reclaim(request.Revision);
        keys.Forget(ForgetPerCompaction);
    }

    private object Grant(LeaseGrantRequest request)
    {
        if (replica.Contents.Leases.Grant(request.ID, request.TTL, time.GetTimestamp()) is null)
            return StoreError.LeaseExists;
        return new LeaseGrantResponse { Header = Header(), ID = request.ID, TTL = request.TTL };
    }

    private object Revoke(LeaseRevokeRequest request)
    {
        if (replica.Contents.Leases.Find(request.ID) is not { } lease)
            return StoreError.LeaseNotFound;
        End(lease);
        return new LeaseRevokeResponse { Header = Header() };
    }

    private LeaseKeepAliveResponse KeepAlive(LeaseKeepAliveRequest request)
    {
        var lease = replica.Contents.Leases.Renew(request.ID, time.GetTimestamp());
        return new LeaseKeepAliveResponse { Header = Header(), ID = request.ID, TTL = lease?.TtlSeconds ?? 0 };
    }

    private void Expire(LeaseExpiry expiry)
    {
        if (replica.Contents.Leases.Find(expiry.LeaseId) is { } lease && lease.Renewals == expiry.Renewals)
            End(lease);
    }

    private void End(LeaseRecord lease)
    {
        // Deleting a key takes it off its lease, so the keys are set aside first.
        List<ByteString> keys = [.. lease.Keys];
        replica.Contents.Applier.DeleteKeys(keys);
        replica.Contents.Leases.Remove(lease.Id);
        replica.Watches.Publish(replica.Contents.Applier.Changes);
    }

    private static bool Puts(TxnRequest request) => request.Success.Any(Puts) || request.Failure.Any(Puts);

    private static bool Puts(RequestOp operation) =>
        operation.RequestCase == RequestOp.RequestOneofCase.RequestPut
        || (operation.RequestCase == RequestOp.RequestOneofCase.RequestTxn && Puts(operation.RequestTxn));

    private ResponseHeader Header() => new() { Revision = replica.Contents.Keys.Revision };
}
