using Etcdserverpb;
using Grpc.Core;

namespace Microkernel.Store.Etcd;

/// <summary>etcd's KV service.</summary>
internal sealed class KvService(IKeyValueStore store) : KV.KVBase
{
    public override Task<RangeResponse> Range(RangeRequest request, ServerCallContext context) =>
        store.RangeAsync(request, context.CancellationToken).AsTask();

    public override Task<PutResponse> Put(PutRequest request, ServerCallContext context) =>
        store.PutAsync(request, context.CancellationToken);

    public override Task<DeleteRangeResponse> DeleteRange(DeleteRangeRequest request, ServerCallContext context) =>
        store.DeleteRangeAsync(request, context.CancellationToken);

    public override Task<TxnResponse> Txn(TxnRequest request, ServerCallContext context) =>
        store.TxnAsync(request, context.CancellationToken);

    public override Task<CompactionResponse> Compact(CompactionRequest request, ServerCallContext context) =>
        store.CompactAsync(request, context.CancellationToken);
}
