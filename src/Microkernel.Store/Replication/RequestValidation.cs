using Etcdserverpb;
using Google.Protobuf;
using Microkernel.Store.Transactions;

namespace Microkernel.Store.Replication;

/// <summary>Checks requests before they enter the log.</summary>
internal sealed class RequestValidation(StoreOptions options)
{
    /// <summary>The longest time to live of a lease, in seconds; as in etcd.</summary>
    private const long LeaseTtlMax = 9_000_000_000;

    public static void Check(RangeRequest request) => Throw(Find(request));

    public void Check(PutRequest request) => Throw(Find(request) ?? FindSize(request));

    public void Check(DeleteRangeRequest request) => Throw(Find(request) ?? FindSize(request));

    public void Check(TxnRequest request)
    {
        Throw(Find(request, options.TransactionOperationsMax));
        Throw(OverlapCheck.Find(request.Success) ?? OverlapCheck.Find(request.Failure) ?? FindSize(request));
    }

    public static void Check(LeaseGrantRequest request) =>
        Throw(request.TTL > LeaseTtlMax ? StoreError.LeaseTtlTooLarge : null);

    private static void Throw(StoreError? error)
    {
        if (error is not null)
            throw new StoreException(error);
    }

    private StoreError? FindSize(IMessage request) =>
        request.CalculateSize() > options.RequestSizeBytesMax ? StoreError.RequestTooLarge : null;

    private static StoreError? Find(RangeRequest request)
    {
        if (request.Key.IsEmpty)
            return StoreError.EmptyKey;
        return !Enum.IsDefined(request.SortOrder) || !Enum.IsDefined(request.SortTarget)
            ? StoreError.InvalidSortOption
            : null;
    }

    private static StoreError? Find(PutRequest request)
    {
        if (request.Key.IsEmpty)
            return StoreError.EmptyKey;
        if (request.IgnoreValue && !request.Value.IsEmpty)
            return StoreError.ValueProvided;
        return request.IgnoreLease && request.Lease != 0 ? StoreError.LeaseProvided : null;
    }

    private static StoreError? Find(DeleteRangeRequest request) => request.Key.IsEmpty ? StoreError.EmptyKey : null;

    private static StoreError? Find(TxnRequest request, int operationsMax)
    {
        int operations = Math.Max(request.Compare.Count, Math.Max(request.Success.Count, request.Failure.Count));
        if (operations > operationsMax)
            return StoreError.TooManyOperations;
        foreach (var condition in request.Compare)
        {
            if (condition.Key.IsEmpty)
                return StoreError.EmptyKey;
        }

        foreach (var operation in request.Success.Concat(request.Failure))
        {
            // What is inside shares the limit, which bounds the depth, too.
            if (Find(operation, operationsMax - operations) is { } error)
                return error;
        }

        return null;
    }

    private static StoreError? Find(RequestOp operation, int operationsMax) => operation.RequestCase switch
    {
        RequestOp.RequestOneofCase.RequestRange => Find(operation.RequestRange),
        RequestOp.RequestOneofCase.RequestPut => Find(operation.RequestPut),
        RequestOp.RequestOneofCase.RequestDeleteRange => Find(operation.RequestDeleteRange),
        RequestOp.RequestOneofCase.RequestTxn => Find(operation.RequestTxn, operationsMax),
        // As etcd has it: an operation that is not set names no key.
        _ => StoreError.KeyNotFound,
    };
}
