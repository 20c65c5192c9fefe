using Etcdserverpb;
using Google.Protobuf;

namespace Microkernel.Store.Tests;

/// <summary>Short forms of requests.</summary>
internal static class Keys
{
    public static ByteString Bytes(string text) => ByteString.CopyFromUtf8(text);

    public static PutRequest Put(string key, string value, long lease = 0, bool prevKv = false) =>
        new() { Key = Bytes(key), Value = Bytes(value), Lease = lease, PrevKv = prevKv };

    public static RangeRequest Get(string key, string end = "", long revision = 0) =>
        new() { Key = Bytes(key), RangeEnd = Bytes(end), Revision = revision };

    public static RangeRequest All(long revision = 0) => Get("\0", "\0", revision);

    public static DeleteRangeRequest Delete(string key, string end = "", bool prevKv = false) =>
        new() { Key = Bytes(key), RangeEnd = Bytes(end), PrevKv = prevKv };

    public static RequestOp Do(PutRequest request) => new() { RequestPut = request };

    public static RequestOp Do(RangeRequest request) => new() { RequestRange = request };

    public static RequestOp Do(DeleteRangeRequest request) => new() { RequestDeleteRange = request };

    public static RequestOp Do(TxnRequest request) => new() { RequestTxn = request };

    public static TxnRequest Txn(
        IEnumerable<Compare> when, IEnumerable<RequestOp> then, IEnumerable<RequestOp> otherwise)
    {
        var request = new TxnRequest();
        request.Compare.AddRange(when);
        request.Success.AddRange(then);
        request.Failure.AddRange(otherwise);
        return request;
    }

    public static string Text(IEnumerable<Mvccpb.KeyValue> kvs) =>
        string.Join(' ', kvs.Select(kv => $"{kv.Key.ToStringUtf8()}={kv.Value.ToStringUtf8()}"));

    public static string Text(Mvccpb.Event change) =>
        $"{change.Type.ToString().ToUpperInvariant()} {change.Kv.Key.ToStringUtf8()}={change.Kv.Value.ToStringUtf8()}"
        + $"@{change.Kv.ModRevision}"
        + (change.PrevKv is null ? "" : $" was {change.PrevKv.Value.ToStringUtf8()}");
}
