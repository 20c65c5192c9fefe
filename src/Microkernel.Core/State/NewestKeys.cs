using Etcdserverpb;
using Google.Protobuf;
using Grpc.Core;
using Microkernel.Store;

namespace Microkernel.Core.State;

/// <summary>Keeps records whose keys rise with time within a bound.</summary>
internal static class NewestKeys
{
    /// <summary>Deletes the oldest keys under a prefix until at most so many are left.</summary>
    /// <exception cref="RpcException">The store does not answer.</exception>
    public static async Task KeepAsync(IKeyValueStore store, ByteString prefix, int keptMax, CancellationToken ct)
    {
        var kept = await store.RangeAsync(
            new RangeRequest { Key = prefix, RangeEnd = KeyPrefix.EndOf(prefix), KeysOnly = true, Serializable = true }, ct);
        if (kept.Kvs.Count <= keptMax) return;
        // The first that stays ends the range that goes.
        await store.DeleteRangeAsync(
            new DeleteRangeRequest { Key = prefix, RangeEnd = kept.Kvs[kept.Kvs.Count - keptMax].Key }, ct);
    }
}
