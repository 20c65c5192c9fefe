using Etcdserverpb;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.Extensions.Options;

namespace Microkernel.Store.Etcd;

/// <summary>etcd's KV service.</summary>
internal sealed class KvService(IKeyValueStore store, IOptions<StoreOptions> options) : KV.KVBase
{
    public override Task<RangeResponse> Range(RangeRequest request, ServerCallContext context)
    {
        options.Value.Gate?.Check(request, context);
        return store.RangeAsync(request, context.CancellationToken).AsTask();
    }

    public override Task<PutResponse> Put(PutRequest request, ServerCallContext context) =>
        ChangeAsync(request, context, store.PutAsync);

    public override Task<DeleteRangeResponse> DeleteRange(DeleteRangeRequest request, ServerCallContext context) =>
        ChangeAsync(request, context, store.DeleteRangeAsync);

    public override Task<TxnResponse> Txn(TxnRequest request, ServerCallContext context) =>
        ChangeAsync(request, context, store.TxnAsync);

    public override Task<CompactionResponse> Compact(CompactionRequest request, ServerCallContext context) =>
        store.CompactAsync(request, context.CancellationToken);

    private Task<TResponse> ChangeAsync<TRequest, TResponse>(
        TRequest request, ServerCallContext context, Func<TRequest, CancellationToken, Task<TResponse>> change)
        where TRequest : IMessage
    {
        return options.Value.Gate is { } gate ? GuardedAsync(gate) : change(request, context.CancellationToken);

        async Task<TResponse> GuardedAsync(IStoreGate gate)
        {
            gate.Check(request, context);
            var response = await change(request, context.CancellationToken);
            gate.Changed(request, context);
            return response;
        }
    }
}
