using Etcdserverpb;
using Google.Protobuf;
using Microkernel.Store;

namespace Microkernel.Core.State;

/// <summary>Writes what the core keeps in the store.</summary>
internal sealed class StateWriter(IKeyValueStore store)
{
    /// <summary>Puts a value; answers the revision from which on it is seen.</summary>
    public async Task<long> PutAsync(string key, IMessage value, CancellationToken ct)
    {
        var response = await store.PutAsync(
            new PutRequest { Key = ByteString.CopyFromUtf8(key), Value = value.ToByteString() }, ct);
        return response.Header.Revision;
    }

    /// <summary>Carries out changes, all or none, if every comparison holds; answers null where one does not.</summary>
    public async Task<long?> TryAsync(
        IEnumerable<Compare> comparisons, IEnumerable<RequestOp> changes, CancellationToken ct)
    {
        var response = await store.TxnAsync(new TxnRequest { Compare = { comparisons }, Success = { changes } }, ct);
        return response.Succeeded ? response.Header.Revision : null;
    }

    /// <summary>A put within a transaction.</summary>
    public static RequestOp Put(string key, IMessage value) => new()
    {
        RequestPut = new PutRequest { Key = ByteString.CopyFromUtf8(key), Value = value.ToByteString() },
    };

    /// <summary>A deletion within a transaction.</summary>
    public static RequestOp Delete(string key) => new()
    {
        RequestDeleteRange = new DeleteRangeRequest { Key = ByteString.CopyFromUtf8(key) },
    };

    /// <summary>Holds when the key was last changed at a revision; 0: when it does not exist.</summary>
    public static Compare AtRevision(string key, long modRevision) => new()
    {
        Key = ByteString.CopyFromUtf8(key),
        Target = Compare.Types.CompareTarget.Mod,
        Result = Compare.Types.CompareResult.Equal,
        ModRevision = modRevision,
    };
}
