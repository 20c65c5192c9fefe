using Etcdserverpb;
using Google.Protobuf;
using Grpc.Core;
using Microkernel.Linearizability;

namespace Microkernel.EndToEnd.Torture.Clients;

/// <summary>Carries operations out over the etcd API.</summary>
public static class EtcdOperations
{
    /// <summary>Where all keys of a run are.</summary>
    public const string Prefix = "/torture/";

    // Nothing was proposed: see the error table of the etcd API. All else may have been done.
    private const string NoLeader = "etcdserver: no leader";

    /// <summary>Asks a member, and returns the operation with its answer; call and return are the caller's.</summary>
    public static async Task<HistoryOperation> AskAsync(
        KV.KVClient member, HistoryOperation operation, TimeSpan patience)
    {
        var options = new CallOptions(deadline: TimeProvider.System.GetUtcNow().UtcDateTime + patience);
        try
        {
            return await CarryOutAsync(member, operation, options) with { Status = OperationStatus.Ok };
        }
        catch (RpcException e)
        {
            var hadNoEffect = operation.Kind == OperationKind.Get || e.Status.Detail == NoLeader;
            return operation with { Status = hadNoEffect ? OperationStatus.Fail : OperationStatus.Unknown };
        }
    }

    private static async Task<HistoryOperation> CarryOutAsync(
        KV.KVClient member, HistoryOperation operation, CallOptions options)
    {
        var key = ByteString.CopyFromUtf8(Prefix + operation.Key);
        switch (operation.Kind)
        {
            case OperationKind.Put:
                var put = await member.PutAsync(Put(key, operation), options);
                return operation with { Revision = put.Header.Revision };
            case OperationKind.Get:
                var range = await member.RangeAsync(new RangeRequest { Key = key }, options);
                return operation with
                {
                    Found = range.Kvs.Count > 0,
                    Value = range.Kvs.FirstOrDefault()?.Value.ToStringUtf8(),
                    Revision = range.Header.Revision,
                };
            case OperationKind.Cas:
                var txn = await member.TxnAsync(Cas(key, operation), options);
                return operation with { Swapped = txn.Succeeded, Revision = txn.Header.Revision };
            default:
                var delete = await member.DeleteRangeAsync(new DeleteRangeRequest { Key = key }, options);
                return operation with { Found = delete.Deleted > 0, Revision = delete.Header.Revision };
        }
    }

    private static PutRequest Put(ByteString key, HistoryOperation operation) =>
        new() { Key = key, Value = ByteString.CopyFromUtf8(operation.Value) };

    private static TxnRequest Cas(ByteString key, HistoryOperation operation) => new()
    {
        Compare =
        {
            new Compare
            {
                Key = key,
                Target = Compare.Types.CompareTarget.Value,
                Result = Compare.Types.CompareResult.Equal,
                Value = ByteString.CopyFromUtf8(operation.Expect),
            },
        },
        Success = { new RequestOp { RequestPut = Put(key, operation) } },
    };
}
