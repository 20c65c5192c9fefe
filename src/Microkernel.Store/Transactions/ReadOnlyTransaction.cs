using Etcdserverpb;
using Microkernel.Store.Mvcc;

namespace Microkernel.Store.Transactions;

/// <summary>Recognises and does transactions that need not enter the log.</summary>
internal static class ReadOnlyTransaction
{
    /// <summary>Tells whether neither branch writes.</summary>
    public static bool Is(TxnRequest request) => request.Success.All(Reads) && request.Failure.All(Reads);

    /// <summary>Tells whether all reads, of which there is one, are content with a member's own state.</summary>
    public static bool IsSerializable(TxnRequest request)
    {
        var operations = request.Success.Concat(request.Failure);
        return operations.Any() && operations.All(operation =>
            operation.RequestCase == RequestOp.RequestOneofCase.RequestRange && operation.RequestRange.Serializable);
    }

    /// <summary>Does a transaction that only reads.</summary>
    /// <returns>Why it cannot be done, or null.</returns>
    public static StoreError? Read(in MvccView view, TxnRequest request, out TxnResponse response)
    {
        bool succeeded = ConditionEvaluator.Holds(view, request);
        response = new TxnResponse
        {
            Header = new ResponseHeader { Revision = view.Revision },
            Succeeded = succeeded,
        };
        foreach (var operation in TransactionPath.Branch(request, succeeded))
        {
            StoreError? error;
            if (operation.RequestCase == RequestOp.RequestOneofCase.RequestTxn)
            {
                error = Read(view, operation.RequestTxn, out var inner);
                response.Responses.Add(new ResponseOp { ResponseTxn = inner });
            }
            else
            {
                error = RangeReader.Read(view, operation.RequestRange, view.Revision, out var range);
                response.Responses.Add(new ResponseOp { ResponseRange = range });
            }

            if (error is not null)
                return error;
        }

        return null;
    }

    private static bool Reads(RequestOp operation) =>
        operation.RequestCase == RequestOp.RequestOneofCase.RequestRange
        || (operation.RequestCase == RequestOp.RequestOneofCase.RequestTxn && Is(operation.RequestTxn));
}
