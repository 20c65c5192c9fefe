using Etcdserverpb;
using Google.Protobuf;
using Grpc.Core;
using Microkernel.Core.Audit;
using Microkernel.Core.State;
using Microkernel.Security;
using Microkernel.Store;

namespace Microkernel.Core.Security;

/// <summary>
/// Keeps drivers to their own keys, <c>/drivers/NAME/</c>, and takes down who changes the cluster's own keys by etcd's API.
/// </summary>
/// <param name="trail">Finds the trail, which writes to the store that this gate is part of.</param>
internal sealed class StoreGate(Func<AuditTrail> trail) : IStoreGate
{
    private static readonly ByteString Own = ByteString.CopyFromUtf8(StateKeys.Root);

    /// <inheritdoc/>
    public void Check(IMessage request, ServerCallContext context)
    {
        var caller = Caller.Of(context);
        if (caller.Role != Role.Driver) return;
        var mine = ByteString.CopyFromUtf8($"/drivers/{caller.Name}/");
        if (Ranges(request).Any(range => !IsWithin(range, mine)))
            throw new RpcException(new Status(
                StatusCode.PermissionDenied, $"driver {caller.Name} may reach {mine.ToStringUtf8()} alone"));
    }

    /// <inheritdoc/>
    public void Changed(IMessage request, ServerCallContext context)
    {
        if (Caller.Of(context).Role == Role.Node) return;
        var touched = Ranges(request).Where(range => Touches(range, Own)).Select(range => range.Key.ToStringUtf8()).ToList();
        if (touched.Count > 0) _ = trail().WriteAsync(trail().Begin(context, touched[0], string.Join(", ", touched)));
    }

    /// <summary>The keys that a request reads or writes.</summary>
    private static IEnumerable<(ByteString Key, ByteString End)> Ranges(IMessage request) => request switch
    {
        RangeRequest range => [(range.Key, range.RangeEnd)],
        PutRequest put => [(put.Key, ByteString.Empty)],
        DeleteRangeRequest delete => [(delete.Key, delete.RangeEnd)],
        TxnRequest txn => txn.Compare.Select(compare => (compare.Key, compare.RangeEnd))
            .Concat(txn.Success.Concat(txn.Failure).SelectMany(Ranges)),
        WatchRequest { CreateRequest: { } watch } => [(watch.Key, watch.RangeEnd)],
        _ => [],
    };

    private static IEnumerable<(ByteString Key, ByteString End)> Ranges(RequestOp operation) => operation.RequestCase switch
    {
        RequestOp.RequestOneofCase.RequestRange => Ranges(operation.RequestRange),
        RequestOp.RequestOneofCase.RequestPut => Ranges(operation.RequestPut),
        RequestOp.RequestOneofCase.RequestDeleteRange => Ranges(operation.RequestDeleteRange),
        RequestOp.RequestOneofCase.RequestTxn => Ranges(operation.RequestTxn),
        _ => [],
    };

    /// <summary>Whether every key of a range begins so. A range without end is one key; an end of one zero is all that follow.</summary>
    private static bool IsWithin((ByteString Key, ByteString End) range, ByteString prefix) =>
        range.Key.Span.StartsWith(prefix.Span) &&
        (range.End.IsEmpty ||
            (!(range.End.Length == 1 && range.End[0] == 0) &&
             range.End.Span.SequenceCompareTo(KeyPrefix.EndOf(prefix).Span) <= 0));

    private static bool Touches((ByteString Key, ByteString End) range, ByteString prefix) =>
        range.Key.Span.StartsWith(prefix.Span) ||
        (!range.End.IsEmpty && range.Key.Span.SequenceCompareTo(prefix.Span) < 0 &&
            ((range.End.Length == 1 && range.End[0] == 0) || range.End.Span.SequenceCompareTo(prefix.Span) > 0));
}
